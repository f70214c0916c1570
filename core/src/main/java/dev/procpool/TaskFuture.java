package dev.procpool;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

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
    private volatile Control control = Control.NONE;

    TaskFuture(long id) {
        this.id = id;
    }

    /** The pool's side of a future. */
    interface Control {

        Control NONE = new Control() {};

        /** The future has been cancelled. */
        default void cancelled(boolean mayInterruptIfRunning) {}

        /** A thread is about to wait for the future: may help for a moment, and end it. */
        default void awaited() {}

        default int attempts() {
            return 0;
        }

        /** How long the task ran; 0 if that is not known. */
        default long runNanos() {
            return 0;
        }

        /** What the task took on its way there or back, whichever is more; 0 if it did not travel. */
        default long bytes() {
            return 0;
        }
    }

    void controlledBy(Control pool) {
        control = pool;
    }

    final Control control() {
        return control;
    }

    /**
     * How many attempts have begun so far: 0 while the task waits, 1 once a worker has begun with it, more after retries.
     */
    public int attempts() {
        return control.attempts();
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
            control.cancelled(mayInterruptIfRunning);
        }
        return cancelled;
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        beforeWaiting();
        return super.get();
    }

    @Override
    public T join() {
        beforeWaiting();
        return super.join();
    }

    /** Not before a wait with a limit: to decode a result, which may fall to whoever waits, may take longer than that. */
    private void beforeWaiting() {
        if (!isDone()) {
            control.awaited();
        }
    }

    /** Stages that depend on this one are plain futures: cancelling one of them does not cancel the task. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
