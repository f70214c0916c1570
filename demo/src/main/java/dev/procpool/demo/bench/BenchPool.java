package dev.procpool.demo.bench;

import dev.procpool.ProcessPool;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A pool, of one worker unless said, that starts when it is first needed. Thread-safe, so that a watchdog can close it. */
public final class BenchPool implements AutoCloseable {

    private static final long CLOSE_LIMIT_SECONDS = 20;

    private final UnaryOperator<ProcessPool.Builder> options;

    /** Guarded by this. Null until the first use. */
    private ProcessPool pool;

    /** Guarded by this. Once true, always true. */
    private boolean closed;

    /** @param jvmArgs of the worker, after those the pool gives it */
    public BenchPool(String... jvmArgs) {
        this(builder -> builder.jvmArgs(jvmArgs));
    }

    /** @param options what else the pool is to have, or other than one worker */
    public BenchPool(UnaryOperator<ProcessPool.Builder> options) {
        this.options = options;
    }

    /** @throws IllegalStateException if this was closed */
    public synchronized ProcessPool open() {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        if (pool == null) {
            pool = options.apply(ProcessPool.builder().workers(1)).build();
        }
        return pool;
    }

    /** Ends every task and the worker. */
    @Override
    public void close() {
        ProcessPool opened;
        synchronized (this) {
            closed = true;
            opened = pool;
        }
        if (opened == null) {
            return;
        }
        opened.shutdownNow();
        try {
            opened.awaitTermination(CLOSE_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
