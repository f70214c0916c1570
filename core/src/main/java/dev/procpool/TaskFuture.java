package dev.procpool;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.IntSupplier;

/**
 * The future of a submitted task: a {@link CompletableFuture} whose {@link #cancel cancel(true)} really stops the task.
 *
 * <p>{@code ExecutionException.getCause()} of {@link #get} is the task's own exception, of its own class, with the worker's
 * stack trace and below it the place that submitted the task. Where there is no such exception it is one of {@link
 * WorkerCrashedException}, {@link TaskTimeoutException}, {@link TaskSerializationException}, {@link RemoteTaskException}
 * and {@link PoolBrokenException}.
 *
 * <p>Actions hung on this future run on one of the pool's threads, never on one that talks to a worker, or, as with every
 * {@code CompletableFuture}, on the thread that cancels it or that hangs them on a finished one; or, if they come while
 * another thread waits for the result, on that one. They may submit tasks and
 * wait for futures. To end this future by {@code complete}, {@code completeExceptionally} or {@code orTimeout} does not end
 * the task.
 *
 * @param <T> the task's result
 */
public class TaskFuture<T> extends CompletableFuture<T> {

    @SuppressWarnings("rawtypes")
    private static final AtomicReferenceFieldUpdater<TaskFuture, TaskOutput> OUTPUT =
            AtomicReferenceFieldUpdater.newUpdater(TaskFuture.class, TaskOutput.class, "output");

    private final long id;

    /** Null until the task prints; then written once. */
    private volatile TaskOutput output;

    /** Written once, before the future is handed out; volatile, because it may be handed on by a race. */
    private volatile Cancellation cancellation = mayInterruptIfRunning -> {};

    /** Written once, before the future is handed out. */
    private volatile IntSupplier attempts = () -> 0;

    /** Written once, before the future is handed out. */
    private volatile Runnable helper = () -> {};

    TaskFuture(long id) {
        this.id = id;
    }

    /** What the pool does when a future is cancelled. */
    @FunctionalInterface
    interface Cancellation {
        void cancelled(boolean mayInterruptIfRunning);
    }

    void whenCancelled(Cancellation action) {
        cancellation = action;
    }

    /** @param help what a thread does for a moment before it sleeps until this ends; it may end this */
    void whenAwaited(Runnable help) {
        helper = help;
    }

    void countsAttempts(IntSupplier count) {
        attempts = count;
    }

    /**
     * How many attempts have begun so far: 0 while the task waits, 1 once a worker has begun with it, more after retries.
     */
    public int attempts() {
        return attempts.getAsInt();
    }

    /** The task's number, unique in its pool. */
    public final long id() {
        return id;
    }

    /**
     * What the task has printed so far, by {@code System.out} and {@code System.err}, by native code and by processes that it
     * started with its own streams: both streams as they came, and each in the order of its prints. Complete when this
     * future is; of a task that timed out, was cancelled or lost its worker it is what had come by then. Of more than 4 MiB
     * (in UTF-8) the first 4 MiB, and a line that says how much is missing. It is kept as long as this future is.
     *
     * <p>Empty in a {@link SequentialPool} and a {@link ThreadPool}, where tasks print as this JVM prints.
     */
    public final String output() {
        TaskOutput printed = output;
        return printed == null ? "" : printed.toString();
    }

    /** Called on the reader threads of the workers that have the task. */
    final void printed(byte[] text) {
        if (isDone()) {
            return;
        }
        if (output == null) {
            OUTPUT.compareAndSet(this, null, new TaskOutput());
        }
        output.add(text);
    }

    /**
     * Cancels the task. One that waits never runs. One that runs is interrupted and, if it has not ended after the
     * pool's grace period (a second by default), loses its worker: whatever it does, the worker's place is free again after
     * that. With {@code false} a running task
     * goes on to its end, which nobody sees.
     *
     * @return whether this future is cancelled now: false if it had ended before in another way
     */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        if (cancelled) {
            cancellation.cancelled(mayInterruptIfRunning);
        }
        return cancelled;
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        help();
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        long beganNanos = System.nanoTime();
        if (timeout > 0) {
            help();
        }
        return super.get(unit.toNanos(timeout) - (System.nanoTime() - beganNanos), TimeUnit.NANOSECONDS);
    }

    @Override
    public T join() {
        help();
        return super.join();
    }

    private void help() {
        if (!isDone()) {
            helper.run();
        }
    }

    /** Stages that depend on this one are plain futures: cancelling one of them does not cancel the task. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
