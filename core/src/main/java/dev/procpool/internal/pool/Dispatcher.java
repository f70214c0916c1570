package dev.procpool.internal.pool;

import dev.procpool.PoolBrokenException;
import dev.procpool.TaskFuture;
import dev.procpool.WorkerOutput;
import dev.procpool.internal.process.WorkerDeath;
import dev.procpool.internal.process.WorkerLauncher;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;

/**
 * Takes the lock, tells {@link PoolState} what has happened, releases the lock, and has {@link WorkerCrew} do what was
 * decided. Thread-safe; no method runs user code or waits for a worker, except {@link #awaitTermination}.
 */
public final class Dispatcher {

    /** Guards {@link #state} and all that hangs on it; never held over I/O, user code or another lock. */
    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by lock. */
    private final PoolState state;

    private final String poolName;
    private final TaskFailures failures;
    private final WorkerCrew crew;

    /** What has happened, and what follows from it. */
    @FunctionalInterface
    interface Event {
        List<Effect> tell(PoolState state);
    }

    /** @param toFuture gives a task's future what the task has printed */
    public Dispatcher(
            String poolName,
            int workers,
            WorkerLauncher launcher,
            WorkerOutput output,
            BiConsumer<TaskFuture<?>, byte[]> toFuture) {
        this.poolName = poolName;
        this.state = new PoolState(workers);
        this.failures = new TaskFailures(poolName);
        this.crew = new WorkerCrew(poolName, this, launcher, failures, output, toFuture);
    }

    /** Begins to start the workers. */
    public void open() {
        tell(PoolState::opened);
    }

    void tell(Event event) {
        assert !lock.isHeldByCurrentThread() : "effects are performed without the lock";
        List<Effect> effects;
        lock.lock();
        try {
            effects = event.tell(state);
        } finally {
            lock.unlock();
        }
        perform(effects);
    }

    /** All of them, whatever one throws: each of them is somebody's future or worker. */
    private void perform(List<Effect> effects) {
        Throwable first = null;
        for (Effect effect : effects) {
            try {
                effect.perform(crew);
            } catch (RuntimeException | Error e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first instanceof Error error) {
            throw error;
        }
        if (first != null) {
            throw (RuntimeException) first;
        }
    }

    /**
     * Accepts a task.
     *
     * @throws RejectedExecutionException if the pool has been shut down
     * @throws PoolBrokenException if no worker can be started
     */
    public void submit(PendingTask task) {
        tell(pool -> {
            if (pool.phase() != PoolPhase.RUNNING) {
                throw new RejectedExecutionException("task " + task.id() + " rejected from ProcessPool[" + poolName
                        + ", " + pool + "]: it has been shut down");
            }
            WorkerDeath brokenBy = pool.brokenBy();
            if (brokenBy != null) {
                throw failures.broken(brokenBy);
            }
            return pool.submitted(task);
        });
    }

    /** The task's future has been cancelled. */
    public void cancelled(PendingTask task, boolean mayInterrupt) {
        tell(pool -> pool.cancelled(task, mayInterrupt));
    }

    public void shutdown() {
        tell(PoolState::shutdown);
    }

    /** @return the user's objects of the tasks that never started; all futures are cancelled */
    public List<Object> shutdownNow() {
        List<PendingTask> neverStarted = new ArrayList<>();
        tell(pool -> pool.shutdownNow(neverStarted));
        return neverStarted.stream().map(PendingTask::task).toList();
    }

    public boolean isShutdown() {
        return phase() != PoolPhase.RUNNING;
    }

    public boolean isTerminated() {
        return crew.isTerminated();
    }

    /** Waits until the last worker has ended and everything of the pool is gone; false if that takes longer. */
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return crew.awaitTermination(unit.toNanos(timeout));
    }

    /** Ends normally when the first worker is ready, with a {@link PoolBrokenException} when none can be started. */
    public CompletableFuture<Void> firstWorker() {
        return crew.firstWorker();
    }

    private PoolPhase phase() {
        lock.lock();
        try {
            return state.phase();
        } finally {
            lock.unlock();
        }
    }

    /** A status line. */
    @Override
    public String toString() {
        lock.lock();
        try {
            return state.toString();
        } finally {
            lock.unlock();
        }
    }
}
