package dev.procpool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

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
            return firstSuccess(futures, startNanos, timeoutNanos).get();
        } catch (CancellationException e) {
            throw new ExecutionException(e);
        } finally {
            cancelAll(futures);
        }
    }

    /** The first that succeeds, or the last that fails if all do. */
    private static <T> TaskFuture<T> firstSuccess(List<TaskFuture<T>> futures, long startNanos, long timeoutNanos)
            throws InterruptedException, ExecutionException, TimeoutException {
        // A future and not a queue: a pool's completion thread that waits for it is replaced while it waits.
        var decided = new CompletableFuture<TaskFuture<T>>();
        var notFailed = new AtomicInteger(futures.size());
        for (TaskFuture<T> future : futures) {
            // Hanging an action on a future may run its task here, which makes sense only as long as it is of use.
            if (decided.isDone()) {
                break;
            }
            if (future.isDone() || System.nanoTime() - startNanos < timeoutNanos) {
                future.whenComplete((value, failure) -> {
                    if (failure == null || notFailed.decrementAndGet() == 0) {
                        decided.complete(future);
                    }
                });
            }
        }
        try {
            return decided.get(timeoutNanos - (System.nanoTime() - startNanos), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new TimeoutException(
                    notFailed.get() + " of " + futures.size() + " tasks unfinished, none successful");
        }
    }

    private static <T> List<TaskFuture<T>> submitAll(TaskPool pool, Collection<? extends Callable<T>> tasks)
            throws InterruptedException {
        List<TaskFuture<T>> futures = new ArrayList<>(tasks.size());
        boolean complete = false;
        try {
            for (Callable<T> task : tasks) {
                futures.add(pool.submit(task));
            }
            complete = true;
        } catch (RejectedExecutionException e) {
            // An interrupt while it waited for room in the queue: these methods have a better name for that.
            if (Thread.interrupted()) {
                throw (InterruptedException) new InterruptedException(e.getMessage()).initCause(e);
            }
            throw e;
        } finally {
            if (!complete) {
                cancelAll(futures);
            }
        }
        return futures;
    }

    private static void awaitQuietly(Future<?> future, long timeoutNanos)
            throws InterruptedException, TimeoutException {
        // To ask may be to run the task.
        if (timeoutNanos <= 0 && !future.isDone()) {
            throw new TimeoutException();
        }
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
