package dev.procpool.worker;

import dev.procpool.wire.TaskStack;
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

    private static final long NO_TASK = 0;
    private static final int MOST_CANCELLED_EARLY = 10_000;

    private final Thread taskThread;

    /** Null if there is none. Guarded by this; read without it where a stale value does no harm. */
    private volatile RunningTask running;

    /**
     * Cancels that came before their attempts were begun, and, in vain, of attempts that had ended; none of them comes
     * twice, but a later one of the same task may. The oldest are forgotten: no pipe holds so many tasks. Guarded by this.
     */
    private final Set<Attempt> cancelledEarly = new LinkedHashSet<>();

    private record Attempt(long taskId, int number) {}

    CurrentTask(Thread taskThread) {
        this.taskThread = taskThread;
    }

    /** Main thread only; false if the task was cancelled before it could begin. */
    synchronized boolean begin(RunningTask task) {
        assert running == null : "task " + id() + " has not ended";
        if (wasCancelled(task.taskId(), task.attempt())) {
            return false;
        }
        running = task;
        task.enter();
        return true;
    }

    /** Whether a cancel of that attempt has come, which is to come; it is forgotten. */
    synchronized boolean wasCancelled(long taskId, int attempt) {
        return !cancelledEarly.isEmpty() && cancelledEarly.remove(new Attempt(taskId, attempt));
    }

    /** Main thread only. */
    synchronized void end() {
        running = null;
        RunningTask.leave();
        Thread.interrupted();
    }

    /** @param interrupt whether to interrupt it if it runs */
    synchronized void cancel(long id, int attempt, boolean interrupt) {
        if (runs(id, attempt)) {
            // One that is only called back, and runs after all, is as wanted as before.
            if (interrupt) {
                running.cancelled();
                taskThread.interrupt();
            }
        } else if (cancelledEarly.add(new Attempt(id, attempt)) && cancelledEarly.size() > MOST_CANCELLED_EARLY) {
            Iterator<Attempt> oldest = cancelledEarly.iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** Whether the task that runs has been cancelled, and an interrupt is on its way to it or was. */
    boolean isCancelled() {
        RunningTask task = running;
        return task != null && task.isCancelled();
    }

    /** What runs now; null if nothing does. */
    RunningTask running() {
        return running;
    }

    /** The task that runs now, or 0. */
    long id() {
        RunningTask task = running;
        return task == null ? NO_TASK : task.taskId();
    }

    /** Where the task is; empty if it does not run. Without the lock: it may take long until the thread can be looked at. */
    TaskStack stack(long id, int attempt) {
        RunningTask before = running;
        if (!runs(id, attempt)) {
            return TaskStack.EMPTY;
        }
        TaskStack stack = TaskRunner.stackOfTask(taskThread);
        return running == before ? stack : TaskStack.EMPTY;
    }

    private boolean runs(long id, int attempt) {
        RunningTask task = running;
        return task != null && task.taskId() == id && task.attempt() == attempt;
    }
}
