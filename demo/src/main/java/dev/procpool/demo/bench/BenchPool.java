package dev.procpool.demo.bench;

import dev.procpool.ProcessPool;
import java.util.concurrent.TimeUnit;

/** A pool of one worker that starts when it is first needed. Thread-safe, so that a watchdog can close it. */
public final class BenchPool implements AutoCloseable {

    private static final long CLOSE_LIMIT_SECONDS = 20;

    private final String[] jvmArgs;

    /** Guarded by this. Null until the first use. */
    private ProcessPool pool;

    /** Guarded by this. Once true, always true. */
    private boolean closed;

    /** @param jvmArgs of the worker, after those the pool gives it */
    public BenchPool(String... jvmArgs) {
        this.jvmArgs = jvmArgs.clone();
    }

    /** @throws IllegalStateException if this was closed */
    public synchronized ProcessPool open() {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        if (pool == null) {
            pool = ProcessPool.builder().workers(1).jvmArgs(jvmArgs).build();
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
