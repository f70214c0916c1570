package dev.procpool.internal.pool;

import dev.procpool.PoolBrokenException;
import dev.procpool.internal.worker.WorkerSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Takes the lock, tells {@link PoolState} what has happened, releases the lock, and has {@link WorkerCrew} do what was
 * decided. Thread-safe; no method runs user code or waits, except {@link #awaitTermination}, and {@link #submit} for room.
 */
public final class Dispatcher {

    /** Guards {@link #state} and all that hangs on it; never held over I/O, user code or another lock. */
    private final ReentrantLock lock = new ReentrantLock();

    /** Signalled when those who wait for room may look again. */
    private final Condition roomOrEnd = lock.newCondition();

    /** How many wait for room. Guarded by lock. */
    private int waitingForRoom;

    /** Guarded by lock. */
    private final PoolState state;

    /** How many lists of effects have been decided and not performed. Raised with the lock held. */
    private final AtomicInteger performing = new AtomicInteger();

    /** Whether {@link KeepAlive} knows that there is something to do. */
    private volatile boolean watched;

    private final PoolSettings settings;
    private final TaskFailures failures;
    private final WorkerCrew crew;

    /** What has happened, and what follows from it. */
    @FunctionalInterface
    interface Event {
        List<Effect> tell(PoolState state);
    }

    public Dispatcher(PoolSettings settings, WorkerSource source) {
        this.settings = settings;
        this.state = new PoolState(settings);
        this.failures = new TaskFailures(settings.name());
        this.crew = new WorkerCrew(settings, this, source, failures);
    }

    /** Begins to start the workers. */
    public void open() {
        tell(PoolState::opened);
        crew.watchMemory();
    }

    void tell(Event event) {
        assert !lock.isHeldByCurrentThread() : "effects are performed without the lock";
        List<Effect> effects;
        lock.lock();
        try {
            effects = decide(event);
        } finally {
            lock.unlock();
        }
        perform(effects);
    }

    /** Called with the lock held. After an exception nobody can say what holds, and so the pool ends with it. */
    private List<Effect> decide(Event event) {
        List<Effect> effects;
        try {
            effects = event.tell(state);
        } catch (RuntimeException | Error e) {
            effects = state.collapsed(e);
        }
        performing.incrementAndGet();
        if (waitingForRoom > 0) {
            roomOrEnd.signalAll();
        }
        return effects;
    }

    /** Only after {@link #performing} has been raised, with the lock held. */
    private void perform(List<Effect> effects) {
        try {
            performAll(effects);
        } finally {
            performing.decrementAndGet();
        }
    }

    /** All of them, whatever one throws: each of them is somebody's future or worker. */
    private void performAll(List<Effect> effects) {
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
     * Accepts a task; where the queue is full, after a wait.
     *
     * @return false if the queue is full and the caller is to run it
     * @throws RejectedExecutionException if the pool has been shut down, the JVM is shutting down, the queue is full, or
     *     the wait was interrupted
     * @throws PoolBrokenException if no worker can be started
     */
    public boolean submit(PendingTask task) {
        requireLivingJvm(task);
        var admission = new Admission(task);
        if (!admission.isReleasable()) {
            switch (settings.whenFull()) {
                case CALLER_RUNS -> {
                    return false;
                }
                case REJECT -> throw rejected(task, "its queue is full");
                case BLOCK -> admission.await();
            }
        }
        perform(admission.effects);
        keepAlive();
        return true;
    }

    private void keepAlive() {
        if (!watched) {
            watched = true;
            KeepAlive.watch(this);
        }
    }

    /** Asked by {@link KeepAlive}: whether there is still something to do; if not, it is to be told of the next task. */
    boolean stillWatched() {
        // In this order: a task that comes in between sees that it has to tell.
        watched = false;
        watched = isBusy();
        return watched;
    }

    private boolean isBusy() {
        lock.lock();
        try {
            // What has been decided and not done is in nobody's books.
            if (state.hasUnfinishedTasks() || performing.get() > 0) {
                return true;
            }
        } finally {
            lock.unlock();
        }
        return crew.isCompleting();
    }

    /** A thread of the pool's own that waits here is replaced for that time. */
    private final class Admission implements ForkJoinPool.ManagedBlocker {

        private final PendingTask task;

        /** Null until the task has been accepted. */
        private List<Effect> effects;

        Admission(PendingTask task) {
            this.task = task;
        }

        void await() {
            try {
                ForkJoinPool.managedBlock(this);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw rejected(task, "the submitting thread was interrupted while it waited for room in the queue");
            }
        }

        @Override
        public boolean isReleasable() {
            lock.lock();
            try {
                return accepted();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public boolean block() throws InterruptedException {
            lock.lockInterruptibly();
            waitingForRoom++;
            try {
                while (!accepted()) {
                    roomOrEnd.await();
                }
                return true;
            } finally {
                waitingForRoom--;
                lock.unlock();
            }
        }

        private boolean accepted() {
            if (effects == null) {
                requireOpen(task);
                if (state.hasRoomFor(task)) {
                    effects = decide(pool -> pool.submitted(task));
                }
            }
            return effects != null;
        }
    }

    /** Gives one task to each worker. @param forLaterWorkers null if they need not run it */
    public void broadcast(List<PendingTask> tasks, Initializer forLaterWorkers) {
        requireLivingJvm("a broadcast");
        List<Effect> effects;
        lock.lock();
        try {
            requireOpen("a broadcast");
            effects = decide(pool -> pool.broadcast(tasks, forLaterWorkers));
        } finally {
            lock.unlock();
        }
        perform(effects);
        keepAlive();
    }

    /** @throws RejectedExecutionException if the pool has been shut down, or PoolBrokenException if it is broken */
    public void requireOpen() {
        lock.lock();
        try {
            requireOpen("shared data");
        } finally {
            lock.unlock();
        }
    }

    /** What would be launched for it now would not live to run it. */
    private void requireLivingJvm(Object what) {
        if (JvmEnd.hasBegun()) {
            throw new RejectedExecutionException(
                    what + " rejected from pool '" + settings.name() + "' [" + this + "]: the JVM is shutting down");
        }
    }

    /** Called with the lock held. */
    private void requireOpen(Object what) {
        if (state.phase() != PoolPhase.RUNNING) {
            throw new RejectedExecutionException(
                    what + " rejected from pool '" + settings.name() + "' [" + state + "]: it has been shut down");
        }
        Breakage brokenBy = state.brokenBy();
        if (brokenBy != null) {
            throw failures.refused(brokenBy);
        }
    }

    private RejectedExecutionException rejected(PendingTask task, String why) {
        return new RejectedExecutionException(
                "task " + task.id() + " rejected from pool '" + settings.name() + "' [" + this + "]: " + why
                        + ", queueCapacity=" + settings.queueTasks() + " tasks, " + settings.queueBytes()
                        + " bytes (0: no limit), task=" + task.bodyBytes() + " bytes");
    }

    /** The task's future has been cancelled. */
    public void cancelled(PendingTask task, boolean mayInterrupt) {
        tell(pool -> pool.cancelled(task, mayInterrupt));
    }

    /** Whether a worker may still be launched, or has not ended as far as we have heard. */
    boolean hasWorker(int number) {
        lock.lock();
        try {
            return state.hasWorker(number);
        } finally {
            lock.unlock();
        }
    }

    /** A task has printed something; called on its worker's reader thread, before its answer. */
    void printed(int worker, long taskId, byte[] text) {
        PendingTask task;
        lock.lock();
        try {
            task = state.taskAt(worker, taskId);
        } finally {
            lock.unlock();
        }
        if (task != null) {
            task.printed(text);
        }
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
