package dev.procpool.worker;

/**
 * Which task the main thread works on: lets the reader thread interrupt that task and no other.
 *
 * <p>An interrupt can hit only between {@link #begin} and {@link #end}, and {@code end} clears what was not consumed, so
 * that the next task starts without one.
 */
final class CurrentTask {

    private static final long NONE = 0;

    private final Thread taskThread;

    /** Guarded by this; read without it where a stale value does no harm. */
    private volatile long taskId = NONE;

    /** A cancel that came before its task was begun. Guarded by this. */
    private long cancelledEarly = NONE;

    CurrentTask(Thread taskThread) {
        this.taskThread = taskThread;
    }

    /** Main thread only; false if the task was cancelled before it could begin. */
    synchronized boolean begin(long id) {
        assert taskId == NONE : "task " + taskId + " has not ended";
        if (cancelledEarly == id) {
            cancelledEarly = NONE;
            return false;
        }
        taskId = id;
        return true;
    }

    /** Main thread only. */
    synchronized void end() {
        taskId = NONE;
        Thread.interrupted();
    }

    synchronized void cancel(long id) {
        if (taskId == id) {
            taskThread.interrupt();
        } else {
            // Of a task that has ended this is remembered in vain: ids are never used again.
            cancelledEarly = id;
        }
    }

    /** The task that runs now, or 0. */
    long id() {
        return taskId;
    }
}
