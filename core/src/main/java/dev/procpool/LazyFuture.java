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
        // A task that is cancelled before it is asked for holds on to nothing.
        whenCancelled(mayInterruptIfRunning -> this.task.set(null));
    }

    private void run() {
        Callable<T> mine = isDone() ? null : task.getAndSet(null);
        if (mine != null) {
            countsAttempts(() -> 1);
            CallerRun.complete(this, mine);
        }
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        run();
        return super.get();
    }

    /** The limit is for a task that runs in another thread; one that runs in this thread cannot be stopped by it. */
    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        run();
        return super.get(timeout, unit);
    }

    @Override
    public T join() {
        run();
        return super.join();
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
