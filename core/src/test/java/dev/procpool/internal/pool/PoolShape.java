package dev.procpool.internal.pool;

import dev.procpool.FullQueue;
import dev.procpool.PoolListener;
import dev.procpool.WorkerOutput;

/** A pool's settings, one by one: a pool of so many workers, of which only this or that is said besides. */
final class PoolShape {

    private final int workers;
    private int spares;
    private Initializer initializer;
    private int maxTasks;
    private long maxAgeNanos;
    private long maxResidentBytes;
    private long idleTimeoutNanos;
    private int queueTasks;
    private long queueBytes;

    private PoolShape(int workers) {
        this.workers = workers;
    }

    static PoolShape of(int workers) {
        return new PoolShape(workers);
    }

    PoolShape spares(int count) {
        spares = count;
        return this;
    }

    PoolShape initializer(Initializer first) {
        initializer = first;
        return this;
    }

    PoolShape maxTasks(int perWorker) {
        maxTasks = perWorker;
        return this;
    }

    PoolShape maxAge(long nanos) {
        maxAgeNanos = nanos;
        return this;
    }

    PoolShape maxResident(long bytes) {
        maxResidentBytes = bytes;
        return this;
    }

    PoolShape idleTimeout(long nanos) {
        idleTimeoutNanos = nanos;
        return this;
    }

    PoolShape queue(int tasks, long bytes) {
        queueTasks = tasks;
        queueBytes = bytes;
        return this;
    }

    PoolSettings settings() {
        return new PoolSettings(
                "test",
                workers,
                spares,
                initializer,
                maxTasks,
                maxAgeNanos,
                maxResidentBytes,
                idleTimeoutNanos,
                0,
                queueTasks,
                queueBytes,
                FullQueue.REJECT,
                WorkerOutput.discard(),
                new PoolListener() {});
    }

    /** A pool that has not been opened. */
    PoolState closed() {
        return new PoolState(settings());
    }

    /** A pool whose workers are starting. */
    PoolState opened() {
        PoolState pool = closed();
        pool.opened();
        return pool;
    }

    /** A pool whose workers have all said hello: READY, or INITIALIZING if there is an initializer. */
    PoolState greeted() {
        PoolState pool = opened();
        for (int worker = 1; worker <= workers + spares; worker++) {
            pool.workerGreeted(worker, false);
        }
        return pool;
    }
}
