package dev.procpool;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** A future that runs its task in the first thread that asks for the result. */
final class LazyFuture<T> extends TaskFuture<T> {

    /** Null once a thread has taken it, to run it or to let it go. */
    private final AtomicReference<Callable<T>> task;

    LazyFuture(long id, Callable<T> task) {
        super(id);
        this.task = new AtomicReference<>(task);
        controlledBy(new Control() {
            /** A task that is cancelled before it is asked for holds on to nothing. */
            @Override
            public void cancelled(boolean mayInterruptIfRunning) {
                LazyFuture.this.task.set(null);
            }

            @Override
            public void awaited() {
                run();
            }
        });
    }

    private void run() {
        Callable<T> mine = isDone() ? null : task.getAndSet(null);
        if (mine != null) {
            controlledBy(CallerRun.CONTROL);
            CallerRun.complete(this, mine);
        }
    }

    /** The limit is for a task that runs in another thread; one that runs in this thread cannot be stopped by it. */
    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        run();
        return super.get(timeout, unit);
    }

    /** Called for every action that is hung on this future. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        run();
        return super.newIncompleteFuture();
    }

    /** The one way to hang an action on this future that does without {@link #newIncompleteFuture}. */
    @Override
    public CompletionStage<T> minimalCompletionStage() {
        run();
        return super.minimalCompletionStage();
    }

    /** Called where this future is the second of two that an action waits for. */
    @Override
    public CompletableFuture<T> toCompletableFuture() {
        run();
        return this;
    }
}
