package dev.procpool.internal.worker;

/** Makes the workers of one pool. Thread-safe. */
public interface WorkerSource extends AutoCloseable {

    /** A worker that is yet to be started. @param number unique in the pool */
    Worker worker(int number, WorkerEvents events, PoolThreads threads);

    /** Lets go of what the workers needed; only when none lives. */
    @Override
    void close();
}
