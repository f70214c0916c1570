package dev.procpool.internal.pool;

import dev.procpool.internal.pool.Effect.AwaitAge;
import dev.procpool.internal.pool.Effect.AwaitIdle;
import dev.procpool.internal.pool.Effect.Initialize;
import dev.procpool.internal.pool.Effect.Kill;
import dev.procpool.internal.pool.Effect.Launch;
import dev.procpool.internal.pool.Effect.Release;
import dev.procpool.internal.pool.Effect.ReportInitializer;
import dev.procpool.internal.pool.Effect.ReportRetiring;
import dev.procpool.internal.pool.Effect.RetryStartLater;
import dev.procpool.internal.pool.Effect.Stop;
import dev.procpool.internal.worker.Answer;
import dev.procpool.internal.worker.WorkerDeath;
import dev.procpool.wire.Failure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
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

    /** What each later worker runs before its first task. */
    private final List<Initializer> initializers = new ArrayList<>();

    /** Workers that have not ended, by number. */
    private final Map<Integer, WorkerRecord> workers = new TreeMap<>();

    /** The READY ones that take tasks; the one that worked last is asked first, for its caches are warm. */
    private final Deque<WorkerRecord> idle = new ArrayDeque<>();

    /** Broadcast tasks whose worker has been lost; the next that is launched takes them over. */
    private final Deque<PendingTask> orphans = new ArrayDeque<>();

    /** How many broadcast tasks wait, for a worker that lives or as orphans. */
    private int boundTasks;

    /** How many workers are BUSY. */
    private int busy;

    private int lastNumber;
    private int startFailuresInARow;

    /** Whether {@link PoolState#startRetryDue} will come. */
    private boolean startRetryPending;

    Staff(PoolSettings settings) {
        this.settings = settings;
        if (settings.initializer() != null) {
            initializers.add(settings.initializer());
        }
    }

    // ---- what is asked

    /** How many workers the pool keeps, spares included. */
    int size() {
        return settings.workers() + settings.spareWorkers();
    }

    int busy() {
        return busy;
    }

    int boundTasks() {
        return boundTasks;
    }

    /** How many workers count towards the size of the pool. */
    int lasting() {
        return (int) workers.values().stream().filter(WorkerRecord::isLasting).count();
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

    /** Whether a task would be taken at once. */
    boolean canTakeOne() {
        return !idle.isEmpty() && busy < settings.workers();
    }

    // ---- from start to READY

    void open(List<Effect> effects) {
        launchUpTo(size(), effects);
    }

    /**
     * Only ever adds: who is too many is let go of elsewhere. Sees to it that no broadcast task stays an orphan.
     *
     * @return workers that may be READY and now have a task that is for them alone
     */
    Set<WorkerRecord> launchMissing(PoolPhase phase, int queued, List<Effect> effects) {
        int wanted = wanted(phase, queued);
        launchUpTo(wanted, effects);
        if (orphans.isEmpty()) {
            return Set.of();
        }
        Set<WorkerRecord> adopters = new LinkedHashSet<>();
        workers.values().stream()
                .filter(WorkerRecord::isLasting)
                .filter(this::adoptsOrphans)
                .forEach(adopters::add);
        if (phase != PoolPhase.RUNNING) {
            while (!orphans.isEmpty() && mayStart()) {
                launch(effects);
            }
            if (!orphans.isEmpty()) {
                retryLater(effects);
            }
        } else if (lasting() >= wanted) {
            // Only if a worker dies whose replacement is there already: rather twice in one worker than never.
            WorkerRecord youngest = workers.values().stream()
                    .filter(WorkerRecord::isLasting)
                    .reduce((older, younger) -> younger)
                    .orElseThrow();
            orphans.forEach(orphan -> bind(youngest, orphan));
            orphans.clear();
            adopters.add(youngest);
        }
        return adopters;
    }

    private int wanted(PoolPhase phase, int queued) {
        int atWork = (int) workers.values().stream()
                .filter(worker -> worker.isLasting() && worker.state() == WorkerState.BUSY)
                .count();
        int needed = Math.min(settings.workers(), atWork + queued);
        if (phase != PoolPhase.RUNNING) {
            return needed;
        }
        boolean all = !settings.isOnDemand() || !orphans.isEmpty();
        return (all ? settings.workers() : needed) + settings.spareWorkers();
    }

    private boolean mayStart() {
        return startFailuresInARow < MAX_START_FAILURES;
    }

    private void launchUpTo(int wanted, List<Effect> effects) {
        int missing = wanted - lasting();
        if (missing > 0 && !mayStart()) {
            retryLater(effects);
            return;
        }
        for (; missing > 0; missing--) {
            launch(effects);
        }
    }

    private void launch(List<Effect> effects) {
        var worker = new WorkerRecord(++lastNumber, initializers);
        workers.put(worker.number, worker);
        orphans.removeIf(orphan -> {
            boolean adopted = worker.bound.stream().noneMatch(other -> other.broadcast() == orphan.broadcast());
            if (adopted) {
                bind(worker, orphan);
            }
            return adopted;
        });
        effects.add(new Launch(worker.number));
    }

    /** What each worker runs that is launched from now on. @param broadcast what present workers have of it */
    void addInitializer(Initializer initializer, Broadcast broadcast) {
        initializers.add(initializer);
        broadcast.forLaterWorkers(initializer, lastNumber);
    }

    /** Has the worker run what it has to run before its first task. @return false if there is nothing left of that */
    boolean initialize(WorkerRecord worker, List<Effect> effects) {
        if (worker.initializers.isEmpty()) {
            return false;
        }
        if (worker.state() == WorkerState.STARTING) {
            worker.moveTo(WorkerState.INITIALIZING);
        }
        effects.add(new Initialize(worker.number, worker.initializers.peek(), false));
        return true;
    }

    void initializeWithJdk(WorkerRecord worker, List<Effect> effects) {
        if (worker.state() == WorkerState.INITIALIZING) {
            effects.add(new Initialize(worker.number, worker.initializers.peek(), true));
        }
    }

    /** The worker has answered. @return the initializer if it has failed and the pool cannot do without; else null */
    Initializer initialized(WorkerRecord worker, Answer answer, List<Effect> effects) {
        Initializer done = worker.initializers.poll();
        if (answer instanceof Answer.Value value && value.retained()) {
            effects.add(new Release(worker.number, done.id()));
        }
        // What it returns is of no interest, and so neither is whether that could travel.
        boolean failed = answer instanceof Answer.Threw
                || answer instanceof Answer.Failed failure
                        && failure.failure().kind() != Failure.Kind.RESULT_NOT_ENCODABLE;
        if (failed && !done.breaksPool()) {
            effects.add(new ReportInitializer(worker.number, done, answer));
        }
        return failed && done.breaksPool() ? done : null;
    }

    void ready(WorkerRecord worker, List<Effect> effects) {
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
    void idle(WorkerRecord worker, List<Effect> effects) {
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
    void given(WorkerRecord worker, List<Effect> effects) {
        idle.remove(worker);
        moveTo(worker, WorkerState.BUSY);
        worker.tasksGiven++;
        if (settings.maxTasksPerWorker() > 0 && worker.tasksGiven >= settings.maxTasksPerWorker()) {
            worker.exhausted();
            wishToRetire(worker, "maxTasksPerWorker=" + settings.maxTasksPerWorker() + " reached", effects);
        }
    }

    // ---- broadcast

    /** Binds each task to another worker. @return those workers */
    List<WorkerRecord> oneForEach(List<PendingTask> tasks, List<Effect> effects) {
        launchUpTo(tasks.size(), effects);
        List<WorkerRecord> chosen =
                workers.values().stream().filter(WorkerRecord::isLasting).toList();
        boundTasks += tasks.size();
        int next = 0;
        for (PendingTask task : tasks) {
            if (next < chosen.size()) {
                bind(chosen.get(next++), task);
            } else {
                orphans.add(task);
            }
        }
        return chosen.subList(0, next);
    }

    /** The next task that is for this worker alone; null if there is none. */
    PendingTask pollBound(WorkerRecord worker) {
        PendingTask next = worker.bound.poll();
        if (next != null) {
            boundTasks--;
        }
        return next;
    }

    private static void bind(WorkerRecord worker, PendingTask task) {
        worker.bound.add(task);
        task.broadcast().isFor(worker);
    }

    /** Whether this worker has taken over broadcast tasks that it has not had yet. */
    private boolean adoptsOrphans(WorkerRecord worker) {
        return orphans.removeIf(orphan -> {
            boolean adopted = !orphan.broadcast().reaches(worker);
            if (adopted) {
                bind(worker, orphan);
            }
            return adopted;
        });
    }

    /** A broadcast task waits again: for the worker that had it, or if that has no future, for another. */
    void bindAgain(PendingTask task) {
        WorkerRecord worker = task.attempt().worker;
        if (worker.isLasting()) {
            worker.bound.addFirst(task);
        } else {
            orphans.add(task);
        }
        boundTasks++;
    }

    /** One that waits is about to be cancelled. */
    void boundTaskLeaves(PendingTask task) {
        boundTasks--;
        if (!orphans.remove(task)) {
            workers.values().forEach(worker -> worker.bound.remove(task));
        }
    }

    private void orphanBoundTasksOf(WorkerRecord worker) {
        orphans.addAll(worker.bound);
        worker.bound.clear();
    }

    /** Ends all that wait. */
    List<PendingTask> drainBound() {
        workers.values().forEach(this::orphanBoundTasksOf);
        List<PendingTask> drained = List.copyOf(orphans);
        drained.forEach(task -> task.moveTo(TaskState.DONE));
        orphans.clear();
        boundTasks = 0;
        return drained;
    }

    // ---- from READY to the end

    void ageLimitReached(int number, List<Effect> effects) {
        WorkerRecord worker = workers.get(number);
        if (worker != null && worker.isEstablished()) {
            wishToRetire(worker, "maxWorkerAge reached", effects);
        }
    }

    void residentSize(int number, long bytes, List<Effect> effects) {
        WorkerRecord worker = workers.get(number);
        if (worker != null && worker.isEstablished() && bytes > settings.maxResidentBytes()) {
            wishToRetire(
                    worker,
                    "its resident size=" + bytes / MEBIBYTE + " MiB is over maxWorkerMemory="
                            + settings.maxResidentBytes() / MEBIBYTE + " MiB",
                    effects);
        }
    }

    private void wishToRetire(WorkerRecord worker, String why, List<Effect> effects) {
        orphanBoundTasksOf(worker);
        if (!worker.isRetiring()) {
            worker.retiring();
            effects.add(new ReportRetiring(worker.number, why));
        }
    }

    /** Stops workers that retire and have nothing to do, as far as others are up in their place. */
    void letGoOfReplaced(PoolPhase phase, int queued, List<Effect> effects) {
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
                stop(worker, effects);
                tooMany--;
            }
        }
    }

    void idleLimitExpired(int number, long stint, int queued, List<Effect> effects) {
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
            stop(worker, effects);
        } else {
            worker.idleWatched = true;
            effects.add(new AwaitIdle(number, worker.stint));
        }
    }

    /** The pool needs nobody any more: lets go of everyone who has nothing to do. */
    void letGoOfIdle(List<Effect> effects) {
        for (WorkerRecord worker : List.copyOf(workers.values())) {
            if (worker.isComing()) {
                effects.add(new Kill(worker.number));
                retire(worker);
            } else if (worker.state() == WorkerState.READY && worker.owesNothing()) {
                stop(worker, effects);
            }
        }
    }

    private void stop(WorkerRecord worker, List<Effect> effects) {
        effects.add(new Stop(worker.number));
        retire(worker);
    }

    /** It takes no more tasks, and its end has been or need not be decided. */
    void retire(WorkerRecord worker) {
        moveTo(worker, WorkerState.STOPPING);
        idle.remove(worker);
        orphanBoundTasksOf(worker);
    }

    /** @return what the pool knew of it */
    WorkerRecord died(int number, WorkerDeath death) {
        WorkerRecord worker = workers.remove(number);
        if (worker.isComing()) {
            startFailuresInARow++;
        } else if (workers.isEmpty() && death.greeted()) {
            // Whatever kept others from starting, it was some time ago: the last one's replacement is owed a try.
            startFailuresInARow = 0;
        }
        moveTo(worker, WorkerState.DEAD);
        idle.remove(worker);
        orphanBoundTasksOf(worker);
        return worker;
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

    private void retryLater(List<Effect> effects) {
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
