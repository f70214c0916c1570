package dev.procpool;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides what {@link TaskPool#open} opens, and says so when it is not what one would expect. */
final class BackendChoice {

    private static final Logger LOG = LoggerFactory.getLogger(TaskPool.class);

    private static final int LEAST_CPUS = 2;

    private BackendChoice() {}

    static TaskPool open() {
        return open(Runtime.getRuntime().availableProcessors(), ProcessPool.builder());
    }

    static TaskPool open(int cpus, ProcessPool.Builder processes) {
        if (!Nesting.mayStartProcesses()) {
            return sequentialBecause("this is a worker of another pool: depth=" + Nesting.depth());
        }
        if (cpus < LEAST_CPUS) {
            return sequentialBecause("there is nothing to run tasks on in parallel: usable CPUs=" + cpus);
        }
        ProcessPool pool;
        try {
            pool = processes.build();
        } catch (RuntimeException e) {
            return sequentialBecause("the worker processes cannot be prepared: " + e.getMessage());
        }
        try {
            pool.awaitFirstWorker();
            return pool;
        } catch (PoolBrokenException e) {
            pool.close();
            return sequentialBecause(e.getMessage());
        } catch (InterruptedException e) {
            pool.shutdownNow();
            pool.close();
            Thread.currentThread().interrupt();
            return sequentialBecause("the thread was interrupted while the first worker was being started");
        }
    }

    private static TaskPool sequentialBecause(String reason) {
        LOG.warn("TaskPool.open(): tasks run one after the other in the calling thread, because {}", reason);
        return SequentialPool.create();
    }
}
