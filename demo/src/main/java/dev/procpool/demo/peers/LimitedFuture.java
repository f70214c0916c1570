package dev.procpool.demo.peers;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A future of a pool whose shutdown leaves waiting callers waiting: they give up after a minute. */
final class LimitedFuture<T> implements Future<T> {

    private static final long LIMIT_SECONDS = 60;

    private final Future<T> future;

    LimitedFuture(Future<T> future) {
        this.future = future;
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        try {
            return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new ExecutionException("no result within " + LIMIT_SECONDS + " s", e);
        }
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(timeout, unit);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return future.cancel(mayInterruptIfRunning);
    }

    @Override
    public boolean isCancelled() {
        return future.isCancelled();
    }

    @Override
    public boolean isDone() {
        return future.isDone();
    }
}
