package dev.procpool.internal.pool;

import dev.procpool.FullQueue;
import dev.procpool.PoolListener;
import dev.procpool.WorkerOutput;

/**
 * What the user has set. 0 stands for no limit.
 *
 * @param name for threads and messages
 * @param workers how many tasks run at once
 * @param spareWorkers how many more are kept ready
 * @param initializer what every worker runs before its first task; null for nothing
 * @param maxTasksPerWorker after which a worker is replaced
 * @param maxWorkerAgeNanos after which a worker is replaced
 * @param maxResidentBytes above which a worker is replaced
 * @param idleTimeoutNanos after which an idle worker ends; workers are then started as tasks come
 * @param cancelGraceNanos from the interrupt of a task to the end of its worker
 * @param queueTasks how many tasks may wait
 * @param queueBytes how many bytes of tasks may wait
 */
public record PoolSettings(
        String name,
        int workers,
        int spareWorkers,
        Initializer initializer,
        int maxTasksPerWorker,
        long maxWorkerAgeNanos,
        long maxResidentBytes,
        long idleTimeoutNanos,
        long cancelGraceNanos,
        int queueTasks,
        long queueBytes,
        FullQueue whenFull,
        WorkerOutput output,
        PoolListener listener) {

    /** Whether workers are started as tasks come, and end when they have none. */
    boolean isOnDemand() {
        return idleTimeoutNanos > 0;
    }
}
