package dev.procpool.internal.pool;

import dev.procpool.internal.pool.Effect.ArmTimeout;
import dev.procpool.internal.pool.Effect.AwaitResend;
import dev.procpool.internal.pool.Effect.Break;
import dev.procpool.internal.pool.Effect.Cancel;
import dev.procpool.internal.pool.Effect.Complete;
import dev.procpool.internal.pool.Effect.FailCrashed;
import dev.procpool.internal.pool.Effect.FailTimedOut;
import dev.procpool.internal.pool.Effect.FailUndecodable;
import dev.procpool.internal.pool.Effect.Interrupt;
import dev.procpool.internal.pool.Effect.Kill;
import dev.procpool.internal.pool.Effect.Launch;
import dev.procpool.internal.pool.Effect.Release;
import dev.procpool.internal.pool.Effect.Resend;
import dev.procpool.internal.pool.Effect.RetryStartLater;
import dev.procpool.internal.pool.Effect.SendAgainWithJdk;
import dev.procpool.internal.pool.Effect.SendTask;
import dev.procpool.internal.pool.Effect.Stop;
import dev.procpool.internal.pool.Effect.Terminate;
import dev.procpool.internal.process.WorkerDeath;
import dev.procpool.wire.Failure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that a pool knows, and every decision it makes: who runs what, who is started, who is stopped. Events come in as
 * method calls, decisions go out as {@link Effect}s. No threads, no I/O, no clock, no user code; the caller holds the
 * dispatcher's lock.
 *
 * <p>Longer than other files on purpose: all of the policy stands on this page, and nothing else does.
 *
 * <p>Two rules bound what a fault can cost. A task that had started when its worker died fails; one that had not is sent
 * elsewhere. And {@value #MAX_START_FAILURES} starts in a row that end before the worker has said hello break the pool;
 * if another worker lives, the pool goes on without them and tries again later.
 */
final class PoolState {

    static final int MAX_START_FAILURES = 3;

    /** A task that has cost so many workers before any began with it is not sent to another one. */
    static final int MAX_LOST_HOLDERS = 3;

    private final int targetWorkers;

    /** Tasks that wait; those cancelled meanwhile are DONE and are skipped when their turn comes. */
    private final Deque<PendingTask> queue = new ArrayDeque<>();

    /** How many in {@link #queue} are really QUEUED. */
    private int queued;

    /** Workers whose process has not ended, by number. */
    private final Map<Integer, WorkerRecord> workers = new TreeMap<>();

    /** The READY ones; the one that worked last is asked first, for its caches are warm. */
    private final Deque<WorkerRecord> idle = new ArrayDeque<>();

    /** From each to any later one; moved by {@link #moveTo} alone. */
    private PoolPhase phase = PoolPhase.RUNNING;

    private int lastWorkerNumber;
    private int startFailuresInARow;

    /** Whether {@link #startRetryDue} will come. */
    private boolean startRetryPending;

    private long completed;

    /** Why no worker can be started; null while one can. Once set, always set. */
    private WorkerDeath brokenBy;

    PoolState(int targetWorkers) {
        this.targetWorkers = targetWorkers;
    }

    // ---- what is asked

    PoolPhase phase() {
        return phase;
    }

    WorkerDeath brokenBy() {
        return brokenBy;
    }

    /** A status line: {@code RUNNING, workers=3 of 3, busy=1, queued=0, completed=12}. */
    @Override
    public String toString() {
        long active = workers.values().stream().filter(WorkerRecord::isActive).count();
        return (brokenBy != null ? "BROKEN" : phase) + ", workers=" + active + " of " + targetWorkers + ", busy="
                + busy() + ", queued=" + queued + ", completed=" + completed;
    }

    // ---- events: tasks

    List<Effect> opened() {
        List<Effect> effects = new ArrayList<>();
        launchMissing(effects);
        return effects;
    }

    List<Effect> submitted(PendingTask task) {
        assert phase == PoolPhase.RUNNING && brokenBy == null : "submitted to a pool that is " + this;
        List<Effect> effects = new ArrayList<>(1);
        queue.addLast(task);
        queued++;
        assign(effects);
        return effects;
    }

    /** The future has been cancelled. @param mayInterrupt whether a task that runs is to be stopped, or only ignored */
    List<Effect> cancelled(PendingTask task, boolean mayInterrupt) {
        List<Effect> effects = new ArrayList<>();
        switch (task.state()) {
            case QUEUED -> {
                task.moveTo(TaskState.DONE);
                task.forget();
                queued--;
                if (queued == 0) {
                    queue.clear();
                }
                stopIfFinished(effects);
            }
            case SENT, STARTED -> {
                if (mayInterrupt) {
                    abandon(holderOf(task), task, effects);
                } else {
                    task.moveTo(TaskState.ABANDONED);
                }
            }
            case ABANDONED -> {
                if (mayInterrupt && !task.isInterrupted()) {
                    interrupt(holderOf(task), task, effects);
                }
            }
            case DONE -> {
                // Its end was on the way when the cancel came.
            }
        }
        return effects;
    }

    /** A started task's time is up. */
    List<Effect> timeoutExpired(PendingTask task, long nowNanos) {
        List<Effect> effects = new ArrayList<>();
        if (task.state() == TaskState.STARTED) {
            WorkerRecord worker = holderOf(task);
            effects.add(new FailTimedOut(worker.number, task, nowNanos - task.startedAtNanos()));
            abandon(worker, task, effects);
        } else if (task.state() == TaskState.ABANDONED && !task.isInterrupted()) {
            // Its future was cancelled without interrupt; its limit holds all the same.
            interrupt(holderOf(task), task, effects);
        }
        return effects;
    }

    /** An interrupted task has had its time to end by itself. */
    List<Effect> graceExpired(int number, PendingTask task) {
        List<Effect> effects = new ArrayList<>();
        WorkerRecord worker = workers.get(number);
        if (worker != null && worker.isActive() && worker.inFlight.containsKey(task.id())) {
            kill(worker, effects);
        }
        return effects;
    }

    // ---- events: workers

    List<Effect> workerReady(int number) {
        List<Effect> effects = new ArrayList<>();
        WorkerRecord worker = workers.get(number);
        if (worker.state() == WorkerState.STARTING) {
            startFailuresInARow = 0;
            becomeReady(worker, effects);
        }
        return effects;
    }

    /** A worker has not said hello in time: it is not given another chance, nor is a replacement. */
    List<Effect> startLimitExpired(int number) {
        List<Effect> effects = new ArrayList<>();
        WorkerRecord worker = workers.get(number);
        if (worker != null && worker.state() == WorkerState.STARTING) {
            startFailuresInARow = MAX_START_FAILURES;
            kill(worker, effects);
        }
        return effects;
    }

    List<Effect> taskStarted(int number, long taskId, long nowNanos) {
        List<Effect> effects = new ArrayList<>(1);
        WorkerRecord worker = workers.get(number);
        PendingTask task = worker.inFlight.get(taskId);
        if (task != null && task.state() == TaskState.SENT) {
            task.startedAt(nowNanos);
            if (task.timeoutNanos() > 0) {
                effects.add(new ArmTimeout(task));
            }
        }
        return effects;
    }

    List<Effect> answered(int number, long taskId, Answer answer) {
        List<Effect> effects = new ArrayList<>(2);
        WorkerRecord worker = workers.get(number);
        WorkerRecord.AskedAgain resent = worker.askedAgain.remove(taskId);
        if (resent != null) {
            effects.add(new Complete(number, resent.task(), answer));
            stopIfFinished(effects);
            return effects;
        }
        PendingTask task = worker.inFlight.get(taskId);
        if (task == null) {
            return effects;
        }
        if (answer instanceof Answer.Failed failed && failed.failure().kind() == Failure.Kind.OUT_OF_MEMORY) {
            // The worker exits by itself now, and its death will be the task's end.
            worker.lastWords = failed.failure();
            if (worker.isActive()) {
                retire(worker, effects);
            }
            return effects;
        }
        worker.inFlight.remove(taskId);
        boolean retained = answer instanceof Answer.Value value && value.retained();
        if (task.state() == TaskState.ABANDONED) {
            if (retained) {
                effects.add(new Release(number, taskId));
            }
        } else {
            if (retained) {
                worker.undelivered.put(taskId, task);
            }
            effects.add(new Complete(number, task, answer));
        }
        task.moveTo(TaskState.DONE);
        completed++;
        becomeReadyIfIdle(worker, effects);
        return effects;
    }

    /** The worker could not decode the task's bytes, but may with another codec. */
    List<Effect> taskUndecodable(int number, long taskId) {
        List<Effect> effects = new ArrayList<>(1);
        WorkerRecord worker = workers.get(number);
        PendingTask task = worker.inFlight.get(taskId);
        if (task == null) {
            return effects;
        }
        if (task.state() == TaskState.ABANDONED) {
            worker.inFlight.remove(taskId);
            task.moveTo(TaskState.DONE);
            becomeReadyIfIdle(worker, effects);
        } else {
            task.moveTo(TaskState.SENT);
            effects.add(new SendAgainWithJdk(number, task));
        }
        return effects;
    }

    /** Encoding a task a second time has failed: it has not run and never will. */
    List<Effect> encodingFailed(int number, PendingTask task, Exception reason) {
        List<Effect> effects = new ArrayList<>();
        WorkerRecord worker = workers.get(number);
        if (worker != null && worker.inFlight.remove(task.id()) != null) {
            if (task.state() != TaskState.ABANDONED) {
                effects.add(new FailUndecodable(task, reason));
            }
            task.moveTo(TaskState.DONE);
            becomeReadyIfIdle(worker, effects);
        }
        return effects;
    }

    /** A retained result has been decoded. */
    List<Effect> resultDecoded(int number, PendingTask task) {
        List<Effect> effects = new ArrayList<>(1);
        WorkerRecord worker = workers.get(number);
        if (worker != null && worker.undelivered.remove(task.id()) != null) {
            effects.add(new Release(number, task.id()));
            stopIfFinished(effects);
        }
        return effects;
    }

    /** A retained result could not be decoded. */
    List<Effect> resultUndecodable(int number, PendingTask task, Exception reason) {
        WorkerRecord worker = workers.get(number);
        boolean kept = worker != null && worker.undelivered.remove(task.id()) != null;
        if (!kept || !worker.isActive()) {
            return List.of(new FailUndecodable(task, reason));
        }
        worker.askedAgain.put(task.id(), new WorkerRecord.AskedAgain(task, reason));
        return List.of(new Resend(number, task.id()), new AwaitResend(number, task.id()));
    }

    /** A result that was asked for again has not come: a worker that does nothing else must be hanging in it. */
    List<Effect> resendLimitExpired(int number, long taskId) {
        List<Effect> effects = new ArrayList<>();
        WorkerRecord worker = workers.get(number);
        if (worker != null && worker.isActive() && worker.askedAgain.containsKey(taskId)) {
            boolean runs = worker.inFlight.values().stream().anyMatch(task -> task.state() == TaskState.STARTED);
            if (runs) {
                effects.add(new AwaitResend(number, taskId));
            } else {
                kill(worker, effects);
            }
        }
        return effects;
    }

    /** A worker that was told to stop has not. */
    List<Effect> stopLimitExpired(int number) {
        return workers.containsKey(number) ? List.of(new Kill(number)) : List.of();
    }

    List<Effect> workerDied(int number, WorkerDeath death) {
        List<Effect> effects = new ArrayList<>();
        WorkerRecord worker = workers.remove(number);
        if (worker.state() == WorkerState.STARTING) {
            startFailuresInARow++;
        } else if (workers.isEmpty() && death.greeted()) {
            // Whatever kept others from starting, it was some time ago: the last one's replacement is owed a try.
            startFailuresInARow = 0;
        }
        worker.moveTo(WorkerState.DEAD);
        idle.remove(worker);
        worker.askedAgain.values().forEach(asked -> effects.add(new FailUndecodable(asked.task(), asked.reason())));
        List<PendingTask> tasks = new ArrayList<>(worker.inFlight.values());
        for (int i = tasks.size() - 1; i >= 0; i--) {
            loseHolder(tasks.get(i), worker, death, effects);
        }
        launchMissing(effects);
        if (startFailuresInARow >= MAX_START_FAILURES && needsWorkers()) {
            if (workers.isEmpty()) {
                breakPool(death, effects);
            } else if (!startRetryPending) {
                startRetryPending = true;
                effects.add(new RetryStartLater());
            }
        }
        assign(effects);
        stopIfFinished(effects);
        return effects;
    }

    /** Workers could not be started a while ago, but others live: perhaps there is room again. */
    List<Effect> startRetryDue() {
        List<Effect> effects = new ArrayList<>();
        startRetryPending = false;
        startFailuresInARow = Math.min(startFailuresInARow, MAX_START_FAILURES - 1);
        launchMissing(effects);
        return effects;
    }

    // ---- events: the pool

    List<Effect> shutdown() {
        List<Effect> effects = new ArrayList<>();
        if (phase == PoolPhase.RUNNING) {
            moveTo(PoolPhase.SHUTDOWN);
            stopIfFinished(effects);
        }
        return effects;
    }

    /** @param neverStarted receives the tasks that no worker has had */
    List<Effect> shutdownNow(List<PendingTask> neverStarted) {
        List<Effect> effects = new ArrayList<>();
        if (phase.compareTo(PoolPhase.STOP) < 0) {
            moveTo(PoolPhase.STOP);
            neverStarted.addAll(drainQueue());
            List<PendingTask> given = new ArrayList<>(neverStarted);
            for (WorkerRecord worker : workers.values()) {
                for (PendingTask task : worker.inFlight.values()) {
                    if (task.state() != TaskState.ABANDONED) {
                        given.add(task);
                        abandon(worker, task, effects);
                    } else if (!task.isInterrupted()) {
                        // It was cancelled without interrupt, and so has nobody after it.
                        interrupt(worker, task, effects);
                    }
                }
            }
            effects.add(0, new Cancel(given));
            stopIfFinished(effects);
        }
        return effects;
    }

    // ---- decisions

    private void moveTo(PoolPhase next) {
        if (next.compareTo(phase) <= 0) {
            throw new IllegalStateException("a pool cannot move from " + phase + " to " + next);
        }
        phase = next;
    }

    /** Gives waiting tasks to idle workers. */
    private void assign(List<Effect> effects) {
        while (queued > 0 && !idle.isEmpty()) {
            PendingTask task = queue.pollFirst();
            if (task.state() == TaskState.QUEUED) {
                queued--;
                WorkerRecord worker = idle.pop();
                worker.moveTo(WorkerState.BUSY);
                task.moveTo(TaskState.SENT);
                worker.inFlight.put(task.id(), task);
                effects.add(new SendTask(worker.number, task));
            }
        }
        if (queued == 0) {
            queue.clear();
        }
    }

    private void becomeReadyIfIdle(WorkerRecord worker, List<Effect> effects) {
        if (worker.state() == WorkerState.BUSY && worker.inFlight.isEmpty()) {
            becomeReady(worker, effects);
        }
    }

    private void becomeReady(WorkerRecord worker, List<Effect> effects) {
        worker.moveTo(WorkerState.READY);
        idle.push(worker);
        assign(effects);
        stopIfFinished(effects);
    }

    /** Takes a task's future out of the game and its worker to task. */
    private static void abandon(WorkerRecord worker, PendingTask task, List<Effect> effects) {
        task.moveTo(TaskState.ABANDONED);
        interrupt(worker, task, effects);
    }

    private static void interrupt(WorkerRecord worker, PendingTask task, List<Effect> effects) {
        task.interrupted();
        effects.add(new Interrupt(worker.number, task));
    }

    private void kill(WorkerRecord worker, List<Effect> effects) {
        effects.add(new Kill(worker.number));
        retire(worker, effects);
    }

    private void retire(WorkerRecord worker, List<Effect> effects) {
        worker.moveTo(WorkerState.STOPPING);
        idle.remove(worker);
        launchMissing(effects);
    }

    private void loseHolder(PendingTask task, WorkerRecord worker, WorkerDeath death, List<Effect> effects) {
        switch (task.state()) {
            case SENT -> {
                if (phase == PoolPhase.STOP) {
                    throw new IllegalStateException("shutdownNow abandons every task, but " + task + " was not");
                }
                if (task.lostHolder() < MAX_LOST_HOLDERS) {
                    task.moveTo(TaskState.QUEUED);
                    queue.addFirst(task);
                    queued++;
                } else {
                    task.moveTo(TaskState.DONE);
                    effects.add(new FailCrashed(task, death, worker.lastWords));
                }
            }
            case STARTED -> {
                task.moveTo(TaskState.DONE);
                effects.add(new FailCrashed(task, death, worker.lastWords));
            }
            case ABANDONED -> task.moveTo(TaskState.DONE);
            case QUEUED, DONE ->
                throw new IllegalStateException(
                        task + " is " + task.state() + " but worker " + worker.number + " had it");
        }
    }

    private boolean needsWorkers() {
        return phase == PoolPhase.RUNNING || queued > 0;
    }

    private void launchMissing(List<Effect> effects) {
        if (brokenBy != null || startFailuresInARow >= MAX_START_FAILURES) {
            return;
        }
        long active = workers.values().stream().filter(WorkerRecord::isActive).count();
        long wanted = phase == PoolPhase.RUNNING ? targetWorkers : Math.min(targetWorkers, busy() + queued);
        for (; active < wanted; active++) {
            var worker = new WorkerRecord(++lastWorkerNumber);
            workers.put(worker.number, worker);
            effects.add(new Launch(worker.number));
        }
    }

    private void breakPool(WorkerDeath death, List<Effect> effects) {
        brokenBy = death;
        effects.add(new Break(drainQueue(), death));
    }

    private List<PendingTask> drainQueue() {
        List<PendingTask> drained = new ArrayList<>();
        for (PendingTask task : queue) {
            if (task.state() == TaskState.QUEUED) {
                task.moveTo(TaskState.DONE);
                drained.add(task);
            }
        }
        queue.clear();
        queued = 0;
        return drained;
    }

    /** After shutdown, when nothing waits: lets go of every worker that has nothing to do; at the end, of the pool. */
    private void stopIfFinished(List<Effect> effects) {
        if (phase == PoolPhase.RUNNING || phase == PoolPhase.TERMINATED || queued > 0) {
            return;
        }
        for (WorkerRecord worker : List.copyOf(workers.values())) {
            if (worker.state() == WorkerState.STARTING) {
                kill(worker, effects);
            } else if (worker.state() == WorkerState.READY && worker.owesNothing()) {
                effects.add(new Stop(worker.number));
                retire(worker, effects);
            }
        }
        if (workers.isEmpty()) {
            moveTo(PoolPhase.TERMINATED);
            effects.add(new Terminate());
        }
    }

    private long busy() {
        return workers.values().stream()
                .filter(worker -> worker.state() == WorkerState.BUSY)
                .count();
    }

    private WorkerRecord holderOf(PendingTask task) {
        return workers.values().stream()
                .filter(worker -> worker.inFlight.containsKey(task.id()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(task + " is " + task.state() + " but no worker has it"));
    }
}
