package dev.procpool.internal.pool;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A pool's thread for what is due later, and for what a reader thread must not do itself. Runs no user code and never
 * waits, so that a time limit is kept whatever the rest of the pool does.
 */
final class PoolTimer {

    private static final long KEEP_ALIVE_SECONDS = 5;

    private final ScheduledThreadPoolExecutor executor;

    PoolTimer(String poolName) {
        executor = new ScheduledThreadPoolExecutor(1, action -> {
            // Whoever happens to start it: it must not keep what that thread has in its thread-locals.
            var thread = new Thread(null, action, "procpool-" + poolName + "-timer", 0, false);
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setKeepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
    }

    void soon(Runnable action) {
        after(0, action);
    }

    /** After {@link #shutdown} nothing is due any more. @return what has been armed; it is over if there was a shutdown */
    Future<?> after(long delayNanos, Runnable action) {
        try {
            return executor.schedule(action, delayNanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            assert executor.isShutdown();
            return CompletableFuture.completedFuture(null);
        }
    }

    /** Starts a task's time limit, anew if it has begun before. */
    void arm(PendingTask task, Runnable action) {
        task.stopTimer();
        task.timer(after(task.timeoutNanos(), action));
    }

    void disarm(PendingTask task) {
        task.stopTimer();
    }

    void shutdown() {
        executor.shutdown();
    }
}
