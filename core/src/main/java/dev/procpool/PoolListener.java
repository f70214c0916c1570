package dev.procpool;

/**
 * Hears what happens in a pool. Called on the pool's completion threads, one event after the other; a listener that throws
 * is logged, one that takes long holds up the next event, and the end of the pool, but no future.
 */
public interface PoolListener {

    /**
     * A task has said how far it is, by {@link dev.procpool.task.TaskContext#progress}.
     *
     * @param taskId the number of its future
     * @param done in units of the task's own
     * @param total in the same units; 0 or less if unknown
     */
    default void progressed(long taskId, long done, long total) {}

    /**
     * A worker is up. If the pool has an initializer, the worker runs that next, and only then takes tasks.
     *
     * @param pid its process id; 0 if it is a thread of this JVM
     */
    default void workerReady(int worker, long pid) {}

    /** A worker is about to be replaced. @param why such as {@code maxTasksPerWorker=100 reached} */
    default void workerRetiring(int worker, String why) {}

    /** A worker has ended. @param how it did, such as {@code worker 3 (pid 4711) ended with exit code 137 (SIGKILL)} */
    default void workerEnded(int worker, String how) {}
}
