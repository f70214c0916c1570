package dev.procpool.worker;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Which task the main thread works on: lets the reader thread interrupt that task and no other.
 *
 * <p>An interrupt can hit only between {@link #begin} and {@link #end}, and {@code end} clears what was not consumed, so
 * that the next task starts without one.
 */
final class CurrentTask {

    private static final long NONE = 0;
    private static final int MOST_CANCELLED_EARLY = 10_000;

    private final Thread taskThread;

    /** Guarded by this; read without it where a stale value does no harm. */
    private volatile long taskId = NONE;

    /** Whether the task that runs has been cancelled. Guarded by this. */
    private boolean cancelled;

    /**
     * Cancels that came before their tasks were begun, and, in vain, of tasks that had ended; ids are never used again.
     * The oldest are forgotten: no pipe holds so many tasks. Guarded by this.
     */
    private final Set<Long> cancelledEarly = new LinkedHashSet<>();

    CurrentTask(Thread taskThread) {
        this.taskThread = taskThread;
    }

    /** Main thread only; false if the task was cancelled before it could begin. */
    synchronized boolean begin(long id) {
        assert taskId == NONE : "task " + taskId + " has not ended";
        if (cancelledEarly.remove(id)) {
            return false;
        }
        taskId = id;
        cancelled = false;
        return true;
    }

    /** Main thread only. */
    synchronized void end() {
        taskId = NONE;
        Thread.interrupted();
    }

    synchronized void cancel(long id) {
        if (taskId == id) {
            cancelled = true;
            taskThread.interrupt();
        } else if (cancelledEarly.add(id) && cancelledEarly.size() > MOST_CANCELLED_EARLY) {
            Iterator<Long> oldest = cancelledEarly.iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** Whether the task that runs has been cancelled, and an interrupt is on its way to it or was. */
    synchronized boolean isCancelled() {
        return cancelled;
    }

    /** The task that runs now, or 0. */
    long id() {
        return taskId;
    }
}
