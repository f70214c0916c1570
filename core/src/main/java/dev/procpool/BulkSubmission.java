package dev.procpool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code invokeAll} and {@code invokeAny} over any pool, as {@link java.util.concurrent.AbstractExecutorService} has them. */
final class BulkSubmission {

    private BulkSubmission() {}

    static <T> List<Future<T>> invokeAll(TaskPool pool, Collection<? extends Callable<T>> tasks)
            throws InterruptedException {
        return invokeAll(pool, tasks, Long.MAX_VALUE);
    }

    static <T> List<Future<T>> invokeAll(TaskPool pool, Collection<? extends Callable<T>> tasks, long timeoutNanos)
            throws InterruptedException {
        long startNanos = System.nanoTime();
        List<TaskFuture<T>> futures = submitAll(pool, tasks);
        boolean allDone = false;
        try {
            for (TaskFuture<T> future : futures) {
                awaitQuietly(future, timeoutNanos - (System.nanoTime() - startNanos));
            }
            allDone = true;
        } catch (TimeoutException e) {
            // Then the rest is cancelled, and the caller sees that.
        } finally {
            if (!allDone) {
                cancelAll(futures);
            }
        }
        return new ArrayList<>(futures);
    }

    static <T> T invokeAny(TaskPool pool, Collection<? extends Callable<T>> tasks)
            throws InterruptedException, ExecutionException {
        try {
            return invokeAny(pool, tasks, Long.MAX_VALUE);
        } catch (TimeoutException e) {
            throw new AssertionError("nobody waits 292 years", e);
        }
    }

    static <T> T invokeAny(TaskPool pool, Collection<? extends Callable<T>> tasks, long timeoutNanos)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("invokeAny needs at least one task: tasks=0");
        }
        long startNanos = System.nanoTime();
        List<TaskFuture<T>> futures = submitAll(pool, tasks);
        try {
            BlockingQueue<TaskFuture<T>> ended = new LinkedBlockingQueue<>();
            futures.forEach(future -> future.whenComplete((value, failure) -> ended.add(future)));
            ExecutionException lastFailure = null;
            for (int left = futures.size(); left > 0; left--) {
                TaskFuture<T> next = ended.poll(timeoutNanos - (System.nanoTime() - startNanos), TimeUnit.NANOSECONDS);
                if (next == null) {
                    throw new TimeoutException(left + " of " + futures.size() + " tasks unfinished, none successful");
                }
                try {
                    return next.get();
                } catch (ExecutionException e) {
                    lastFailure = e;
                } catch (CancellationException e) {
                    lastFailure = new ExecutionException(e);
                }
            }
            throw lastFailure;
        } finally {
            cancelAll(futures);
        }
    }

    private static <T> List<TaskFuture<T>> submitAll(TaskPool pool, Collection<? extends Callable<T>> tasks) {
        List<TaskFuture<T>> futures = new ArrayList<>(tasks.size());
        boolean complete = false;
        try {
            for (Callable<T> task : tasks) {
                futures.add(pool.submit(task));
            }
            complete = true;
        } finally {
            if (!complete) {
                cancelAll(futures);
            }
        }
        return futures;
    }

    private static void awaitQuietly(Future<?> future, long timeoutNanos)
            throws InterruptedException, TimeoutException {
        try {
            future.get(timeoutNanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException | CancellationException e) {
            // Ended is all that counts here.
        }
    }

    private static void cancelAll(Collection<? extends Future<?>> futures) {
        futures.forEach(future -> future.cancel(true));
    }
}
