package dev.procpool.internal.pool;

import dev.procpool.internal.pool.AttemptEnd.Crashed;
import dev.procpool.internal.pool.AttemptEnd.TimedOut;
import dev.procpool.internal.pool.Effect.ArmTimeout;
import dev.procpool.internal.pool.Effect.AwaitBegin;
import dev.procpool.internal.pool.Effect.AwaitResend;
import dev.procpool.internal.pool.Effect.Break;
import dev.procpool.internal.pool.Effect.Cancel;
import dev.procpool.internal.pool.Effect.Complete;
import dev.procpool.internal.pool.Effect.Fail;
import dev.procpool.internal.pool.Effect.FailBroken;
import dev.procpool.internal.pool.Effect.FailUndecodable;
import dev.procpool.internal.pool.Effect.Forget;
import dev.procpool.internal.pool.Effect.Interrupt;
import dev.procpool.internal.pool.Effect.InterruptOverLimit;
import dev.procpool.internal.pool.Effect.Kill;
import dev.procpool.internal.pool.Effect.Release;
import dev.procpool.internal.pool.Effect.ReportRetry;
import dev.procpool.internal.pool.Effect.ReportStack;
import dev.procpool.internal.pool.Effect.Resend;
import dev.procpool.internal.pool.Effect.SendAgainWithJdk;
import dev.procpool.internal.pool.Effect.SendTask;
import dev.procpool.internal.pool.Effect.ShowStack;
import dev.procpool.internal.pool.Effect.Terminate;
import dev.procpool.internal.pool.Effect.Terminated;
import dev.procpool.internal.worker.Answer;
import dev.procpool.internal.worker.WorkerDeath;
import dev.procpool.wire.Failure;
import dev.procpool.wire.TaskStack;
import java.util.ArrayList;
import java.util.List;

/**
 * All that a pool knows, and every decision it makes about tasks: who runs what, which attempt counts, when the pool ends.
 * Events come in as method calls, decisions go out as {@link Effect}s. No threads, no I/O, no clock, no user code; the
 * caller holds the dispatcher's lock. What concerns workers alone (how many there are, who is replaced) stands in {@link
 * Staff}.
 *
 * <p>What a fault can cost: a task that had started when its worker died, or that took too long, fails, or is tried again
 * if it has retries left; one that had not started is sent elsewhere.
 */
final class PoolState {

    /** A task that has cost so many workers before any began with it is not sent to another one. */
    static final int MAX_LOST_HOLDERS = 3;

    /** What a pipe carries, even if both sides have little of the CPU, until {@link #beginLimitExpired}. */
    private static final long BYTES_TAKEN_IN_A_LIMIT = 300L << 20;

    private final TaskQueue queue;
    private final Staff staff;

    /** From each to any later one; moved by {@link #moveTo} alone. */
    private PoolPhase phase = PoolPhase.RUNNING;

    private long completed;

    /** Why the pool can run no more tasks; null while it can. Once set, always set. */
    private Breakage brokenBy;

    PoolState(PoolSettings settings) {
        this.queue = new TaskQueue(settings.queueTasks(), settings.queueBytes());
        this.staff = new Staff(settings);
    }

    // ---- what is asked

    PoolPhase phase() {
        return phase;
    }

    Breakage brokenBy() {
        return brokenBy;
    }

    /** The task that a worker has by this id; null if there is none. */
    PendingTask taskAt(int number, long taskId) {
        WorkerRecord worker = staff.worker(number);
        Attempt attempt = worker == null ? null : worker.inFlight.get(taskId);
        return attempt == null ? null : attempt.task;
    }

    /** Whether a task has neither been answered nor failed. */
    boolean hasUnfinishedTasks() {
        return hasWork() || staff.owesSomething();
    }

    /** Whether a task need not wait for others to leave the queue. */
    boolean hasRoomFor(PendingTask task) {
        return staff.canTakeOne() || queue.hasRoomFor(task);
    }

    /** A status line: {@code RUNNING, workers=3 of 3, busy=1, queued=0, completed=12}. */
    @Override
    public String toString() {
        return (brokenBy != null ? "BROKEN" : phase) + ", workers=" + staff.lasting() + " of " + staff.size()
                + ", busy=" + staff.busy() + ", queued=" + (queue.size() + staff.boundTasks()) + ", completed="
                + completed;
    }

    // ---- events: tasks

    List<Effect> opened() {
        List<Effect> effects = new ArrayList<>();
        staff.open(effects);
        return effects;
    }

    List<Effect> submitted(PendingTask task) {
        assert phase == PoolPhase.RUNNING && brokenBy == null : "submitted to a pool that is " + this;
        List<Effect> effects = new ArrayList<>(1);
        queue.addLast(task);
        assign(effects);
        launchMissing(effects);
        return effects;
    }

    /** One task for each worker, as many as the pool keeps. @param forLaterWorkers null if they need not run it */
    List<Effect> broadcast(List<PendingTask> tasks, Initializer forLaterWorkers) {
        assert phase == PoolPhase.RUNNING && brokenBy == null : "broadcast to a pool that is " + this;
        List<Effect> effects = new ArrayList<>();
        for (WorkerRecord worker : staff.oneForEach(tasks, effects)) {
            giveBound(worker, effects);
        }
        if (forLaterWorkers != null) {
            staff.addInitializer(forLaterWorkers, tasks.get(0).broadcast());
        }
        return effects;
    }

    /** The future has been cancelled. @param mayInterrupt whether a task that runs is to be stopped, or only ignored */
    List<Effect> cancelled(PendingTask task, boolean mayInterrupt) {
        List<Effect> effects = new ArrayList<>();
        switch (task.state()) {
            case QUEUED -> {
                leaveQueue(task);
                task.moveTo(TaskState.DONE);
                task.forget();
                finish(effects);
            }
            case HELD -> {
                Attempt attempt = task.attempt();
                task.moveTo(TaskState.DONE);
                if (attempt.isLive()) {
                    giveUp(attempt, mayInterrupt, effects);
                }
            }
            case DONE -> {
                // Its end may have been on the way when the cancel came; or it was cancelled before, without interrupt.
                Attempt attempt = task.attempt();
                if (mayInterrupt
                        && attempt != null
                        && attempt.state() == AttemptState.ABANDONED
                        && !attempt.interrupted) {
                    interrupt(attempt, effects);
                }
            }
        }
        return effects;
    }

    /** A started attempt's time is up. */
    List<Effect> timeoutExpired(PendingTask task, int number, long nowNanos) {
        List<Effect> effects = new ArrayList<>();
        Attempt attempt = task.attempt();
        boolean ofAnEarlierStart = nowNanos - attempt.startedAtNanos < task.timeoutNanos();
        if (attempt.number != number || ofAnEarlierStart) {
            return effects;
        }
        if (attempt.state() == AttemptState.STARTED) {
            attempt.moveTo(AttemptState.ABANDONED);
            attempt.interrupted = true;
            WorkerRecord worker = attempt.worker;
            worker.overLimit.put(task.id(), new WorkerRecord.OverLimit(attempt, nowNanos - attempt.startedAtNanos));
            effects.add(new InterruptOverLimit(worker.number, task, number));
        } else if (attempt.state() == AttemptState.ABANDONED && !attempt.interrupted) {
            // Its future was cancelled without interrupt; its limit holds all the same.
            interrupt(attempt, effects);
        }
        return effects;
    }

    /** Where a task was that we wanted to know of. */
    List<Effect> stackTaken(int number, long taskId, TaskStack stack) {
        List<Effect> effects = new ArrayList<>();
        WorkerRecord worker = staff.worker(number);
        if (worker == null) {
            // A thread that was abandoned at this moment.
            return effects;
        }
        WorkerRecord.OverLimit over = worker.overLimit.remove(taskId);
        if (over != null) {
            timedOut(over, stack, effects);
            goOn(worker, effects);
        } else if (!worker.isActive() && !stack.frames().isEmpty()) {
            effects.add(new ReportStack(number, taskId, stack));
        }
        return effects;
    }

    /** A worker does not say where its task is: it has more important things to do, or is stopped. */
    List<Effect> stackLimitExpired(int number, long taskId, int attemptNumber) {
        List<Effect> effects = new ArrayList<>();
        WorkerRecord worker = staff.worker(number);
        WorkerRecord.OverLimit over = worker == null ? null : worker.overLimit.get(taskId);
        if (over != null && over.attempt().number == attemptNumber) {
            worker.overLimit.remove(taskId);
            timedOut(over, TaskStack.EMPTY, effects);
            goOn(worker, effects);
        }
        return effects;
    }

    /** An interrupted task has had its time to end by itself. */
    List<Effect> graceExpired(int number, PendingTask task, int attemptNumber) {
        List<Effect> effects = new ArrayList<>();
        WorkerRecord worker = staff.worker(number);
        Attempt attempt = worker == null ? null : worker.inFlight.get(task.id());
        if (attempt != null && attempt.number == attemptNumber && worker.isActive()) {
            effects.add(new ShowStack(number, task, attemptNumber));
            effects.add(new Terminate(number));
            staff.retire(worker);
            launchMissing(effects);
        }
        return effects;
    }

    // ---- events: workers

    /** A worker has said hello. */
    List<Effect> workerGreeted(int number) {
        List<Effect> effects = new ArrayList<>();
        WorkerRecord worker = staff.worker(number);
        boolean starting = worker != null && worker.state() == WorkerState.STARTING;
        if (starting && !staff.initialize(worker, effects)) {
            becomeReady(worker, effects);
        }
        return effects;
    }

    /** A worker has not said hello in time: it is not given another chance, nor is a replacement. */
    List<Effect> startLimitExpired(int number) {
        List<Effect> effects = new ArrayList<>();
        WorkerRecord worker = staff.worker(number);
        if (worker != null && worker.state() == WorkerState.STARTING) {
            staff.noMoreStarts();
            kill(worker, effects);
        }
        return effects;
    }

    List<Effect> taskStarted(int number, long taskId, long nowNanos) {
        List<Effect> effects = new ArrayList<>(1);
        WorkerRecord worker = staff.worker(number);
        // Null: a thread that was abandoned at this moment.
        Attempt attempt = worker == null ? null : worker.inFlight.get(taskId);
        if (attempt != null && attempt.state() == AttemptState.SENT) {
            attempt.moveTo(AttemptState.STARTED);
            attempt.startedAtNanos = nowNanos;
            attempt.task.begun();
            armTimeout(attempt, effects);
        } else if (attempt != null && attempt.state() == AttemptState.ABANDONED && !attempt.interrupted) {
            // It was cancelled without interrupt just before it began; its limit holds all the same.
            attempt.startedAtNanos = nowNanos;
            armTimeout(attempt, effects);
        }
        return effects;
    }

    private static void armTimeout(Attempt attempt, List<Effect> effects) {
        if (attempt.task.timeoutNanos() > 0) {
            effects.add(new ArmTimeout(attempt.task, attempt.number));
        }
    }

    /** A while ago a task was sent to a worker that had nothing else to do: one that has not begun by now never will. */
    List<Effect> beginLimitExpired(int number, long taskId, int attemptNumber) {
        List<Effect> effects = new ArrayList<>(1);
        WorkerRecord worker = staff.worker(number);
        Attempt waiting = worker == null || !worker.isActive() ? null : worker.waiting();
        if (waiting == null) {
            return effects;
        }
        boolean still = waiting.task.id() == taskId && waiting.number == attemptNumber;
        if (still) {
            waiting.missedLimits++;
        }
        if (still && waiting.task.bodyBytes() <= waiting.missedLimits * BYTES_TAKEN_IN_A_LIMIT) {
            kill(worker, effects);
        } else {
            effects.add(new AwaitBegin(number, waiting.task.id(), waiting.number));
        }
        return effects;
    }

    List<Effect> answered(int number, long taskId, Answer answer) {
        List<Effect> effects = new ArrayList<>(2);
        WorkerRecord worker = staff.worker(number);
        if (worker == null) {
            // That an initializer could not be encoded a second time is not said by the worker, which may have died.
            return effects;
        }
        boolean outOfMemory =
                answer instanceof Answer.Failed failed && failed.failure().kind() == Failure.Kind.OUT_OF_MEMORY;
        WorkerRecord.AskedAgain resent = worker.askedAgain.remove(taskId);
        Attempt attempt = worker.inFlight.get(taskId);
        if (resent != null) {
            effects.add(new Complete(number, resent.task(), answer));
            finish(effects);
        } else if (outOfMemory) {
            // The worker exits by itself now, and its death will be the task's end.
            worker.lastWords = ((Answer.Failed) answer).failure();
            if (worker.isActive() && !worker.isComing()) {
                staff.retire(worker);
                launchMissing(effects);
            }
        } else if (attempt != null) {
            answered(attempt, answer, effects);
        } else if (worker.state() == WorkerState.INITIALIZING) {
            initialized(worker, answer, effects);
        }
        return effects;
    }

    private void answered(Attempt attempt, Answer answer, List<Effect> effects) {
        WorkerRecord worker = attempt.worker;
        PendingTask task = attempt.task;
        boolean wanted = attempt.state() != AttemptState.ABANDONED;
        boolean retained = answer instanceof Answer.Value value && value.retained();
        over(attempt);
        boolean notRun =
                answer instanceof Answer.Failed failed && failed.failure().kind() == Failure.Kind.CANCELLED;
        if (wanted && notRun) {
            // The cancel of an earlier attempt came late and has hit this one.
            queueAgain(task, effects);
            becomeReadyIfIdle(worker, effects);
            launchMissing(effects);
        } else if (wanted) {
            if (retained) {
                worker.undelivered.put(task.id(), task);
            }
            effects.add(new Complete(worker.number, task, answer));
            task.moveTo(TaskState.DONE);
            completed++;
        } else if (retained) {
            effects.add(new Release(worker.number, task.id()));
        }
        becomeReadyIfIdle(worker, effects);
    }

    private void initialized(WorkerRecord worker, Answer answer, List<Effect> effects) {
        Initializer fatal = staff.initialized(worker, answer, effects);
        if (fatal != null) {
            breakPool(new Breakage.InitializerFailed(worker.number, fatal, answer), effects);
        } else if (!staff.initialize(worker, effects)) {
            becomeReady(worker, effects);
        }
    }

    /** The worker could not decode the task's bytes, but may with another codec. */
    List<Effect> taskUndecodable(int number, long taskId) {
        List<Effect> effects = new ArrayList<>(1);
        WorkerRecord worker = staff.worker(number);
        Attempt attempt = worker.inFlight.get(taskId);
        if (attempt == null) {
            staff.initializeWithJdk(worker, effects);
        } else if (attempt.state() == AttemptState.ABANDONED) {
            over(attempt);
            becomeReadyIfIdle(worker, effects);
        } else {
            attempt.moveTo(AttemptState.SENT);
            attempt.task.notBegun();
            effects.add(new SendAgainWithJdk(number, attempt.task, attempt.number));
        }
        return effects;
    }

    /** Encoding a task a second time has failed: it has not run and never will. */
    List<Effect> encodingFailed(int number, PendingTask task, Exception reason) {
        List<Effect> effects = new ArrayList<>();
        WorkerRecord worker = staff.worker(number);
        Attempt attempt = worker == null ? null : worker.inFlight.get(task.id());
        if (attempt != null) {
            boolean wanted = attempt.state() != AttemptState.ABANDONED;
            over(attempt);
            if (wanted) {
                effects.add(new FailUndecodable(task, reason));
                task.moveTo(TaskState.DONE);
            }
            becomeReadyIfIdle(worker, effects);
        }
        return effects;
    }

    /** A retained result has been decoded. */
    List<Effect> resultDecoded(int number, PendingTask task) {
        List<Effect> effects = new ArrayList<>(1);
        WorkerRecord worker = staff.worker(number);
        if (worker != null && worker.undelivered.remove(task.id()) != null) {
            effects.add(new Release(number, task.id()));
            finish(effects);
        }
        return effects;
    }

    /** A retained result could not be decoded. */
    List<Effect> resultUndecodable(int number, PendingTask task, Exception reason) {
        WorkerRecord worker = staff.worker(number);
        boolean kept = worker != null && worker.undelivered.remove(task.id()) != null;
        if (!kept || !worker.isActive()) {
            return List.of(new FailUndecodable(task, reason));
        }
        worker.askedAgain.put(task.id(), new WorkerRecord.AskedAgain(task, reason));
        return List.of(new Resend(number, task.id()), new Effect.AwaitResend(number, task.id()));
    }

    /** A result that was asked for again has not come: a worker that does nothing else must be hanging in it. */
    List<Effect> resendLimitExpired(int number, long taskId) {
        List<Effect> effects = new ArrayList<>();
        WorkerRecord worker = staff.worker(number);
        if (worker != null && worker.isActive() && worker.askedAgain.containsKey(taskId)) {
            boolean runs =
                    worker.inFlight.values().stream().anyMatch(attempt -> attempt.state() == AttemptState.STARTED);
            if (runs) {
                effects.add(new AwaitResend(number, taskId));
            } else {
                kill(worker, effects);
            }
        }
        return effects;
    }

    /** A worker that was told to end has not. */
    List<Effect> stopLimitExpired(int number) {
        return staff.worker(number) == null ? List.of() : List.of(new Kill(number));
    }

    List<Effect> ageLimitReached(int number) {
        List<Effect> effects = new ArrayList<>();
        staff.ageLimitReached(number, effects);
        launchMissing(effects);
        finish(effects);
        return effects;
    }

    List<Effect> residentSize(int number, long bytes) {
        List<Effect> effects = new ArrayList<>();
        staff.residentSize(number, bytes, effects);
        launchMissing(effects);
        finish(effects);
        return effects;
    }

    /** A worker may have been idle for the idle timeout. */
    List<Effect> idleLimitExpired(int number, long stint) {
        List<Effect> effects = new ArrayList<>();
        staff.idleLimitExpired(number, stint, queue.size(), effects);
        return effects;
    }

    List<Effect> workerDied(int number, WorkerDeath death) {
        List<Effect> effects = new ArrayList<>();
        WorkerRecord worker = staff.died(number, death);
        worker.askedAgain.values().forEach(asked -> effects.add(new FailUndecodable(asked.task(), asked.reason())));
        worker.overLimit.values().forEach(over -> timedOut(over, TaskStack.EMPTY, effects));
        List<Attempt> attempts = new ArrayList<>(worker.inFlight.values());
        for (int i = attempts.size() - 1; i >= 0; i--) {
            loseHolder(attempts.get(i), death, effects);
        }
        worker.forget();
        boolean needsWorkers = phase == PoolPhase.RUNNING || hasWork();
        if (brokenBy == null && needsWorkers && staff.isAtItsEnd()) {
            breakPool(new Breakage.NoWorkerStarts(death), effects);
        }
        launchMissing(effects);
        assign(effects);
        finish(effects);
        return effects;
    }

    /** Workers could not be started a while ago, but others live: perhaps there is room again. */
    List<Effect> startRetryDue() {
        List<Effect> effects = new ArrayList<>();
        staff.mayStartAgain();
        launchMissing(effects);
        return effects;
    }

    // ---- events: the pool

    List<Effect> shutdown() {
        List<Effect> effects = new ArrayList<>();
        if (phase == PoolPhase.RUNNING) {
            moveTo(PoolPhase.SHUTDOWN);
            finish(effects);
        }
        return effects;
    }

    /** @param neverStarted receives the waiting tasks that no worker has begun with */
    List<Effect> shutdownNow(List<PendingTask> neverStarted) {
        List<Effect> effects = new ArrayList<>();
        if (phase.compareTo(PoolPhase.STOP) < 0) {
            moveTo(PoolPhase.STOP);
            List<PendingTask> given = drainQueues();
            given.stream().filter(task -> task.attempts() == 0).forEach(neverStarted::add);
            for (WorkerRecord worker : staff.workers()) {
                for (WorkerRecord.OverLimit over : worker.overLimit.values()) {
                    end(over.attempt().task, given);
                }
                for (Attempt attempt : worker.inFlight.values()) {
                    if (attempt.isLive()) {
                        end(attempt.task, given);
                        giveUp(attempt, true, effects);
                    } else if (!attempt.interrupted) {
                        // It was cancelled without interrupt, and so has nobody after it.
                        interrupt(attempt, effects);
                    }
                }
            }
            effects.add(0, new Cancel(given));
            finish(effects);
        }
        return effects;
    }

    private static void end(PendingTask task, List<PendingTask> ended) {
        if (task.state() == TaskState.HELD) {
            task.moveTo(TaskState.DONE);
            ended.add(task);
        }
    }

    // ---- decisions

    private void moveTo(PoolPhase next) {
        if (next.compareTo(phase) <= 0) {
            throw new IllegalStateException("a pool cannot move from " + phase + " to " + next);
        }
        phase = next;
    }

    private boolean hasWork() {
        return !queue.isEmpty() || staff.boundTasks() > 0;
    }

    private void launchMissing(List<Effect> effects) {
        if (brokenBy == null) {
            for (WorkerRecord adopter : staff.launchMissing(phase, queue.size(), effects)) {
                giveBound(adopter, effects);
            }
        }
    }

    private void goOn(WorkerRecord worker, List<Effect> effects) {
        giveBound(worker, effects);
        assign(effects);
        launchMissing(effects);
        finish(effects);
    }

    /** Gives waiting tasks to idle workers. */
    private void assign(List<Effect> effects) {
        while (!queue.isEmpty() && staff.canTakeOne()) {
            give(staff.nextIdle(), queue.poll(), effects);
        }
    }

    private void give(WorkerRecord worker, PendingTask task, List<Effect> effects) {
        Attempt attempt = task.heldBy(worker);
        worker.inFlight.put(task.id(), attempt);
        effects.add(new SendTask(worker.number, task, attempt.number));
        staff.given(worker, effects);
        if (worker.isRetiring()) {
            launchMissing(effects);
        }
    }

    /** Gives a READY worker the next of the tasks that are for it alone, if there is one. */
    private boolean giveBound(WorkerRecord worker, List<Effect> effects) {
        PendingTask task = worker.state() == WorkerState.READY ? staff.pollBound(worker) : null;
        if (task != null) {
            give(worker, task, effects);
        }
        return task != null;
    }

    private void becomeReadyIfIdle(WorkerRecord worker, List<Effect> effects) {
        if (worker.state() == WorkerState.BUSY && worker.inFlight.isEmpty()) {
            becomeReady(worker, effects);
        }
    }

    private void becomeReady(WorkerRecord worker, List<Effect> effects) {
        staff.ready(worker, effects);
        if (!giveBound(worker, effects)) {
            staff.idle(worker, effects);
            assign(effects);
        }
        if (worker.stint == 1) {
            // Starts that failed before are forgiven.
            launchMissing(effects);
        }
        finish(effects);
    }

    private static void over(Attempt attempt) {
        attempt.moveTo(AttemptState.OVER);
        attempt.worker.inFlight.remove(attempt.task.id());
    }

    /** Takes an attempt out of the game, and its worker to task. */
    private static void giveUp(Attempt attempt, boolean mayInterrupt, List<Effect> effects) {
        boolean waits = attempt.state() == AttemptState.SENT;
        attempt.moveTo(AttemptState.ABANDONED);
        if (mayInterrupt) {
            interrupt(attempt, effects);
        } else if (waits) {
            effects.add(new Forget(attempt.worker.number, attempt.task, attempt.number));
        }
    }

    private static void interrupt(Attempt attempt, List<Effect> effects) {
        attempt.interrupted = true;
        effects.add(new Interrupt(attempt.worker.number, attempt.task, attempt.number));
    }

    private void kill(WorkerRecord worker, List<Effect> effects) {
        effects.add(new Kill(worker.number));
        staff.retire(worker);
        launchMissing(effects);
    }

    private void timedOut(WorkerRecord.OverLimit over, TaskStack stack, List<Effect> effects) {
        Attempt attempt = over.attempt();
        var end = new TimedOut(
                attempt.number, attempt.worker.number, attempt.task.timeoutNanos(), over.ranNanos(), stack);
        tryAgainOrFail(attempt.task, end, effects);
    }

    private void loseHolder(Attempt attempt, WorkerDeath death, List<Effect> effects) {
        AttemptState state = attempt.state();
        attempt.moveTo(AttemptState.OVER);
        PendingTask task = attempt.task;
        var crash = new Crashed(attempt.number, death, state == AttemptState.STARTED, attempt.worker.lastWords);
        if (state == AttemptState.STARTED) {
            tryAgainOrFail(task, crash, effects);
        } else if (state == AttemptState.SENT) {
            if (task.lostHolder() < MAX_LOST_HOLDERS) {
                queueAgain(task, effects);
            } else {
                task.moveTo(TaskState.DONE);
                effects.add(new Fail(task, crash));
            }
        }
    }

    private void tryAgainOrFail(PendingTask task, AttemptEnd end, List<Effect> effects) {
        if (task.state() != TaskState.HELD) {
            return;
        }
        if (phase != PoolPhase.STOP && brokenBy == null && task.mayRetryAfter(end)) {
            effects.add(new ReportRetry(task, end));
            queueAgain(task, effects);
        } else {
            task.moveTo(TaskState.DONE);
            effects.add(new Fail(task, end));
        }
    }

    private void queueAgain(PendingTask task, List<Effect> effects) {
        if (brokenBy != null) {
            task.moveTo(TaskState.DONE);
            effects.add(new FailBroken(List.of(task), brokenBy));
            return;
        }
        task.moveTo(TaskState.QUEUED);
        if (task.broadcast() == null) {
            queue.addFirst(task);
        } else {
            staff.bindAgain(task);
        }
    }

    private void leaveQueue(PendingTask task) {
        if (task.broadcast() == null) {
            queue.leave(task);
        } else {
            staff.boundTaskLeaves(task);
        }
    }

    private void breakPool(Breakage breakage, List<Effect> effects) {
        brokenBy = breakage;
        effects.add(new Break(breakage));
        List<PendingTask> given = drainQueues();
        given.forEach(PendingTask::forget);
        effects.add(new FailBroken(given, breakage));
        finish(effects);
    }

    private List<PendingTask> drainQueues() {
        List<PendingTask> drained = queue.drain();
        drained.addAll(staff.drainBound());
        return drained;
    }

    /** Lets go of workers that have been replaced; if nothing is to come, of all; at the end, of the pool. */
    private void finish(List<Effect> effects) {
        staff.letGoOfReplaced(phase, queue.size(), effects);
        boolean over = phase != PoolPhase.RUNNING || brokenBy != null;
        if (!over || hasWork() || phase == PoolPhase.TERMINATED) {
            return;
        }
        staff.letGoOfIdle(effects);
        if (staff.workers().isEmpty() && phase != PoolPhase.RUNNING) {
            moveTo(PoolPhase.TERMINATED);
            effects.add(new Terminated());
        }
    }
}
