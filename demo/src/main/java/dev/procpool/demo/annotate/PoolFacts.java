package dev.procpool.demo.annotate;

import dev.procpool.ProcessPool;
import dev.procpool.TaskPool;

/**
 * What the report says of the pool.
 *
 * @param backend its name on the command line
 * @param workers how many worker processes; 0 where tasks run in the calling thread
 */
record PoolFacts(String backend, int workers) {

    static PoolFacts of(TaskPool pool) {
        return pool instanceof ProcessPool processes
                ? new PoolFacts("processes", processes.workers())
                : new PoolFacts("sequential", 0);
    }

    /** Whether a task that is handed to the pool leaves this process. */
    boolean sends() {
        return workers > 0;
    }
}
