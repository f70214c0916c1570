package dev.procpool.demo.annotate;

import dev.procpool.ProcessPool;
import dev.procpool.TaskPool;
import dev.procpool.ThreadPool;

/**
 * What the report says of the pool.
 *
 * @param backend its name on the command line
 * @param workers how many workers; 0 where tasks run in the calling thread
 */
record PoolFacts(String backend, int workers) {

    static PoolFacts of(TaskPool pool) {
        if (pool instanceof ProcessPool processes) {
            return new PoolFacts("processes", processes.workers());
        }
        return pool instanceof ThreadPool threads
                ? new PoolFacts("threads", threads.workers())
                : new PoolFacts("sequential", 0);
    }

    /** Whether a task that is handed to the pool leaves the calling thread. */
    boolean sends() {
        return workers > 0;
    }
}
