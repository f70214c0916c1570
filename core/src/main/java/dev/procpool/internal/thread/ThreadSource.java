package dev.procpool.internal.thread;

import dev.procpool.internal.worker.PoolThreads;
import dev.procpool.internal.worker.Worker;
import dev.procpool.internal.worker.WorkerEvents;
import dev.procpool.internal.worker.WorkerSource;

/** Makes workers that are threads of this JVM. */
public record ThreadSource(String poolName) implements WorkerSource {

    @Override
    public Worker worker(int number, WorkerEvents events, PoolThreads threads) {
        return new ThreadWorker(poolName, number, events, threads);
    }

    @Override
    public void close() {
        // Threads leave nothing behind.
    }
}
