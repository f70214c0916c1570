package dev.procpool.internal.pool;

import dev.procpool.internal.pool.Effect.AwaitAge;
import dev.procpool.internal.pool.Effect.AwaitIdle;
import dev.procpool.internal.pool.Effect.Kill;
import dev.procpool.internal.pool.Effect.Launch;
import dev.procpool.internal.pool.Effect.ReportRetiring;
import dev.procpool.internal.pool.Effect.RetryStartLater;
import dev.procpool.internal.pool.Effect.Stop;
import dev.procpool.internal.worker.WorkerDeath;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The workers of a pool: how many there are to be, who waits, who is replaced and when. A part of {@link PoolState}, and
 * as that without threads, I/O or clock; guarded by the dispatcher's lock.
 *
 * <p>A pool keeps as many lasting workers as it is large, and its spares; at most as many as it is large are busy at once.
 * So a worker that retires can stay until its replacement is ready, and nobody runs more tasks at once than was asked for.
 *
 * <p>{@value #MAX_START_FAILURES} starts in a row that end before the worker is ready break the pool; if another worker
 * lives, the pool goes on without them and tries again later.
 */
final class Staff {

    static final int MAX_START_FAILURES = 3;

    private static final long MEBIBYTE = 1 << 20;

    private final PoolSettings settings;

    private final Initializers initializers;
    private final Broadcasts broadcasts;
    private final List<Effect> effects;

    /** Workers that have not ended, and one that is just being seen off, by number. */
    private final Map<Integer, WorkerRecord> workers = new TreeMap<>();

    /** The READY ones that take tasks; the one that worked last is asked first, for its caches are warm. */
    private final Deque<WorkerRecord> idle = new ArrayDeque<>();

    /** How many workers are BUSY. */
    private int busy;

    private int lastNumber;
    private int startFailuresInARow;

    /** Whether {@link PoolState#startRetryDue} will come. */
    private boolean startRetryPending;

    /** @param effects takes what is decided here */
    Staff(PoolSettings settings, Initializers initializers, Broadcasts broadcasts, List<Effect> effects) {
        this.settings = settings;
        this.initializers = initializers;
        this.broadcasts = broadcasts;
        this.effects = effects;
    }

    // ---- what is asked

    /** How many workers the pool keeps, spares included. */
    int size() {
        return settings.workers() + settings.spareWorkers();
    }

    int busy() {
        return busy;
    }

    /** How many workers count towards the size of the pool. */
    int lasting() {
        // Asked at each submission: no stream.
        int lasting = 0;
        for (WorkerRecord worker : workers.values()) {
            if (worker.isLasting()) {
                lasting++;
            }
        }
        return lasting;
    }

    /** By age, the oldest first. */
    private List<WorkerRecord> lastingOnes() {
        return workers.values().stream().filter(WorkerRecord::isLasting).toList();
    }

    /** Of the youngest worker; 0 if there never was one. */
    int lastNumber() {
        return lastNumber;
    }

    Collection<WorkerRecord> workers() {
        return workers.values();
    }

    /** Null if it has ended. */
    WorkerRecord worker(int number) {
        return workers.get(number);
    }

    /** Whether an answer, or the decoding of one, is expected of anybody. */
    boolean owesSomething() {
        return workers.values().stream().anyMatch(worker -> !worker.inFlight.isEmpty() || !worker.owesNothing());
    }

    /** What a worker may be given at once of so many tasks, so that the others get their share. */
    int share(int tasks) {
        return (tasks + settings.workers() - 1) / settings.workers();
    }

    boolean hasTooManyAtWork() {
        return busy > settings.workers();
    }

    /** Whether a task would be taken at once. */
    boolean canTakeOne() {
        return !idle.isEmpty() && busy < settings.workers();
    }

    // ---- from start to READY

    void open() {
        launchUpTo(size());
    }

    /**
     * Only ever adds: who is too many is let go of elsewhere. Sees to it that no broadcast task stays an orphan.
     *
     * @return workers that may be READY and now have a task that is for them alone
     */
    Set<WorkerRecord> launchMissing(PoolPhase phase, int queued) {
        int wanted = wanted(phase, queued);
        launchUpTo(wanted);
        if (!broadcasts.hasOrphans()) {
            return Set.of();
        }
        Set<WorkerRecord> adopters = broadcasts.adoptInto(lastingOnes());
        if (phase != PoolPhase.RUNNING) {
            while (broadcasts.hasOrphans() && mayStart()) {
                launch();
            }
            if (broadcasts.hasOrphans()) {
                retryLater();
            }
        } else if (broadcasts.hasOrphans() && lasting() >= wanted) {
            // Only if a worker dies whose replacement is there already: rather twice in one worker than never.
            List<WorkerRecord> all = lastingOnes();
            WorkerRecord youngest = all.get(all.size() - 1);
            broadcasts.forceInto(youngest);
            adopters.add(youngest);
        }
        return adopters;
    }

    /** Binds each task to another worker. @return those workers */
    List<WorkerRecord> bindEach(List<PendingTask> tasks) {
        launchUpTo(tasks.size());
        List<WorkerRecord> chosen = lastingOnes();
        broadcasts.bindEach(tasks, chosen);
        return chosen;
    }

    private int wanted(PoolPhase phase, int queued) {
        if (phase != PoolPhase.RUNNING) {
            return needed(queued);
        }
        boolean all = !settings.isOnDemand() || broadcasts.hasOrphans();
        return (all ? settings.workers() : needed(queued)) + settings.spareWorkers();
    }

    private int needed(int queued) {
        int atWork = 0;
        for (WorkerRecord worker : workers.values()) {
            if (worker.isLasting() && worker.state() == WorkerState.BUSY) {
                atWork++;
            }
        }
        return Math.min(settings.workers(), atWork + queued);
    }

    private boolean mayStart() {
        return startFailuresInARow < MAX_START_FAILURES;
    }

    private void launchUpTo(int wanted) {
        int missing = wanted - lasting();
        if (missing > 0 && !mayStart()) {
            retryLater();
            return;
        }
        for (; missing > 0; missing--) {
            launch();
        }
    }

    private void launch() {
        var worker = new WorkerRecord(++lastNumber, initializers.forNewWorker());
        workers.put(worker.number, worker);
        broadcasts.adoptInto(worker);
        effects.add(new Launch(worker.number));
    }

    void ready(WorkerRecord worker) {
        moveTo(worker, WorkerState.READY);
        worker.stint++;
        if (worker.stint == 1) {
            startFailuresInARow = 0;
            if (settings.maxWorkerAgeNanos() > 0) {
                effects.add(new AwaitAge(worker.number));
            }
        }
    }

    /** A READY worker has nothing of its own to do. */
    void idle(WorkerRecord worker) {
        if (worker.isRetiring() && !worker.isExhausted()) {
            idle.addLast(worker);
        } else if (!worker.isExhausted()) {
            idle.push(worker);
        }
        if (settings.isOnDemand() && !worker.idleWatched) {
            worker.idleWatched = true;
            effects.add(new AwaitIdle(worker.number, worker.stint));
        }
    }

    /** Only if {@link #canTakeOne}. */
    WorkerRecord nextIdle() {
        return idle.peek();
    }

    /** A READY worker has been given a task. */
    void given(WorkerRecord worker) {
        idle.remove(worker);
        moveTo(worker, WorkerState.BUSY);
        givenMore(worker);
    }

    /** A worker has been given a task. */
    void givenMore(WorkerRecord worker) {
        worker.tasksGiven++;
        if (settings.maxTasksPerWorker() > 0 && worker.tasksGiven >= settings.maxTasksPerWorker()) {
            worker.exhausted();
            wishToRetire(worker, "maxTasksPerWorker=" + settings.maxTasksPerWorker() + " reached");
        }
    }

    // ---- from READY to the end

    void ageLimitReached(int number) {
        WorkerRecord worker = workers.get(number);
        if (worker != null && worker.isEstablished()) {
            wishToRetire(worker, "maxWorkerAge reached");
        }
    }

    void residentSize(int number, long bytes) {
        WorkerRecord worker = workers.get(number);
        if (worker != null && worker.isEstablished() && bytes > settings.maxResidentBytes()) {
            wishToRetire(
                    worker,
                    "its resident size=" + bytes / MEBIBYTE + " MiB is over maxWorkerMemory="
                            + settings.maxResidentBytes() / MEBIBYTE + " MiB");
        }
    }

    private void wishToRetire(WorkerRecord worker, String why) {
        broadcasts.orphan(worker);
        if (!worker.isRetiring()) {
            worker.retiring();
            effects.add(new ReportRetiring(worker.number, why));
        }
    }

    /** Stops workers that retire and have nothing to do, as far as others are up in their place. */
    void letGoOfReplaced(PoolPhase phase, int queued) {
        if (!hasRetiring()) {
            return;
        }
        List<WorkerRecord> leaving = workers.values().stream()
                .filter(worker -> worker.isRetiring() && worker.state() == WorkerState.READY && worker.owesNothing())
                .toList();
        if (leaving.isEmpty()) {
            return;
        }
        long up = workers.values().stream()
                .filter(worker -> worker.isActive() && !worker.isComing())
                .count();
        long tooMany = up - wanted(phase, queued);
        for (WorkerRecord worker : leaving) {
            if (tooMany > 0) {
                stop(worker);
                tooMany--;
            }
        }
    }

    private boolean hasRetiring() {
        for (WorkerRecord worker : workers.values()) {
            if (worker.isRetiring()) {
                return true;
            }
        }
        return false;
    }

    void idleLimitExpired(int number, long stint, int queued) {
        WorkerRecord worker = workers.get(number);
        if (worker == null) {
            return;
        }
        worker.idleWatched = false;
        if (worker.state() != WorkerState.READY) {
            return;
        }
        boolean spared = lasting() > wanted(PoolPhase.RUNNING, queued);
        if (worker.stint == stint && worker.owesNothing() && spared) {
            stop(worker);
        } else {
            worker.idleWatched = true;
            effects.add(new AwaitIdle(number, worker.stint));
        }
    }

    /** The pool needs nobody any more: lets go of everyone who has nothing to do. */
    void letGoOfIdle() {
        for (WorkerRecord worker : List.copyOf(workers.values())) {
            if (worker.isComing()) {
                effects.add(new Kill(worker.number));
                retire(worker);
            } else if (worker.state() == WorkerState.READY && worker.owesNothing()) {
                stop(worker);
            }
        }
    }

    private void stop(WorkerRecord worker) {
        effects.add(new Stop(worker.number));
        retire(worker);
    }

    /** It takes no more tasks, and its end has been or need not be decided. */
    void retire(WorkerRecord worker) {
        moveTo(worker, WorkerState.STOPPING);
        idle.remove(worker);
        broadcasts.orphan(worker);
    }

    /** @return what the pool knows of it, until {@link #forget} */
    WorkerRecord died(int number, WorkerDeath death) {
        WorkerRecord worker = workers.get(number);
        if (worker.isComing()) {
            startFailuresInARow++;
        } else if (workers.size() == 1 && death.greeted()) {
            // Whatever kept others from starting, it was some time ago: the last one's replacement is owed a try.
            startFailuresInARow = 0;
        }
        moveTo(worker, WorkerState.DEAD);
        idle.remove(worker);
        broadcasts.orphan(worker);
        return worker;
    }

    /** It is dead, and what it had has been seen to. */
    void forget(WorkerRecord worker) {
        workers.remove(worker.number);
        worker.forget();
    }

    /** Ends everyone, whatever they do or have. */
    void dismissAll() {
        for (WorkerRecord worker : List.copyOf(workers.values())) {
            List.copyOf(worker.inFlight.values()).forEach(Attempt::isOver);
            worker.forget();
            if (worker.state() == WorkerState.DEAD) {
                workers.remove(worker.number);
                continue;
            }
            effects.add(new Kill(worker.number));
            if (worker.isActive()) {
                retire(worker);
            }
        }
    }

    // ---- when starts fail

    /** One start has failed in a way that another would too. */
    void noMoreStarts() {
        startFailuresInARow = MAX_START_FAILURES;
    }

    /** Whether no worker can be started, and none lives that could do without. */
    boolean isAtItsEnd() {
        return !mayStart() && workers.values().stream().noneMatch(worker -> worker.isActive() && !worker.isExhausted());
    }

    private void retryLater() {
        // If none is active the next death decides.
        if (!startRetryPending && workers.values().stream().anyMatch(WorkerRecord::isActive)) {
            startRetryPending = true;
            effects.add(new RetryStartLater());
        }
    }

    void mayStartAgain() {
        startRetryPending = false;
        startFailuresInARow = Math.min(startFailuresInARow, MAX_START_FAILURES - 1);
    }

    private void moveTo(WorkerRecord worker, WorkerState next) {
        busy += (next == WorkerState.BUSY ? 1 : 0) - (worker.state() == WorkerState.BUSY ? 1 : 0);
        worker.moveTo(next);
    }
}
