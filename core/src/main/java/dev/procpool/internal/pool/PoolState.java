package dev.procpool.internal.pool;

import dev.procpool.internal.pool.Effect.AwaitBegin;
import dev.procpool.internal.pool.Effect.AwaitResend;
import dev.procpool.internal.pool.Effect.Complete;
import dev.procpool.internal.pool.Effect.FailUndecodable;
import dev.procpool.internal.pool.Effect.Kill;
import dev.procpool.internal.pool.Effect.Release;
import dev.procpool.internal.pool.Effect.ReportStack;
import dev.procpool.internal.worker.Answer;
import dev.procpool.internal.worker.TaskReport;
import dev.procpool.internal.worker.WorkerDeath;
import dev.procpool.wire.Failure;
import dev.procpool.wire.TaskStack;
import java.util.ArrayList;
import java.util.List;

/**
 * All that a pool knows, and every decision it makes about tasks: which attempt counts, who tries again, what an answer or a
 * death means. Events come in as method calls, decisions go out as {@link Effect}s. No threads, no I/O, no clock, no user
 * code; the caller holds the dispatcher's lock.
 *
 * <p>Who gets which task, and when the pool ends, stands in {@link Scheduler}; how many workers there are, and who is
 * replaced, in {@link Staff}; how an attempt is stopped, in {@link Attempt}.
 *
 * <p>What a fault can cost: a task that had started when its worker died, or that took too long, fails, or is tried again
 * if it has retries left; one that had not started is sent elsewhere.
 */
final class PoolState {

    /** What the present event has led to so far. */
    private final List<Effect> effects = new ArrayList<>();

    private final Initializers initializers;
    private final Staff staff;
    private final Scheduler scheduler;
    private final LostAttempts lostAttempts;

    private long completed;

    PoolState(PoolSettings settings) {
        var queue = new TaskQueue(settings.queueTasks(), settings.queueBytes());
        var broadcasts = new Broadcasts();
        this.initializers = new Initializers(settings.initializer(), effects);
        this.staff = new Staff(settings, initializers, broadcasts, effects);
        this.scheduler = new Scheduler(queue, broadcasts, staff, effects);
        this.lostAttempts = new LostAttempts(scheduler, effects);
    }

    // ---- what is asked

    PoolPhase phase() {
        return scheduler.phase();
    }

    Breakage brokenBy() {
        return scheduler.brokenBy();
    }

    /** The task that a worker has by this id; null if there is none. */
    PendingTask taskAt(int number, long taskId) {
        Attempt attempt = attempt(number, taskId);
        return attempt == null ? null : attempt.task;
    }

    private Attempt attempt(int number, long taskId) {
        WorkerRecord worker = staff.worker(number);
        return worker == null ? null : worker.inFlight.get(taskId);
    }

    /** Whether a worker may still be launched, or has not ended. */
    boolean hasWorker(int number) {
        return staff.worker(number) != null;
    }

    /** Whether a task has neither been answered nor failed. */
    boolean hasUnfinishedTasks() {
        return scheduler.waiting() > 0 || staff.owesSomething();
    }

    /** Whether a task need not wait for others to leave the queue. */
    boolean hasRoomFor(PendingTask task) {
        return scheduler.hasRoomFor(task);
    }

    /** A status line: {@code RUNNING, workers=3 of 3, busy=1, queued=0, completed=12}. */
    @Override
    public String toString() {
        return (brokenBy() != null ? "BROKEN" : phase()) + ", workers=" + staff.lasting() + " of " + staff.size()
                + ", busy=" + staff.busy() + ", queued=" + scheduler.waiting() + ", completed=" + completed;
    }

    /** What the event that ends here has led to. */
    private List<Effect> decided() {
        if (effects.isEmpty()) {
            return List.of();
        }
        List<Effect> decided = List.copyOf(effects);
        effects.clear();
        return decided;
    }

    // ---- events: tasks

    List<Effect> opened() {
        staff.open();
        return decided();
    }

    List<Effect> submitted(PendingTask task) {
        assert scheduler.isOpen() : "submitted to a pool that is " + this;
        scheduler.add(task);
        return decided();
    }

    /** One task for each worker, as many as the pool keeps. @param forLaterWorkers null if they need not run it */
    List<Effect> broadcast(List<PendingTask> tasks, Initializer forLaterWorkers) {
        assert scheduler.isOpen() : "broadcast to a pool that is " + this;
        scheduler.addForEach(tasks);
        if (forLaterWorkers != null) {
            initializers.add(forLaterWorkers);
            tasks.get(0).broadcast().forLaterWorkers(forLaterWorkers, staff.lastNumber());
        }
        return decided();
    }

    /** The future has been cancelled. @param mayInterrupt whether a task that runs is to be stopped, or only ignored */
    List<Effect> cancelled(PendingTask task, boolean mayInterrupt) {
        switch (task.state()) {
            case QUEUED -> scheduler.withdraw(task);
            case HELD -> task.moveTo(TaskState.DONE);
            case DONE -> {
                // Its end may have been on the way when the cancel came; or it was cancelled before, without interrupt.
            }
        }
        if (task.attempt() != null) {
            task.attempt().giveUp(mayInterrupt, effects);
        }
        return decided();
    }

    /** A started attempt's time is up. */
    List<Effect> timeoutExpired(PendingTask task, int number, long nowNanos) {
        if (task.attempt().number == number) {
            Attempt attempt = task.attempt();
            attempt.timeoutExpired(nowNanos, effects);
            if (attempt.worker.overLimit.containsValue(attempt)) {
                // Its worker may have to go.
                attempt.worker.callBackAllBut(attempt, effects);
            }
        }
        return decided();
    }

    /** Where a task was that we wanted to know of. */
    List<Effect> stackTaken(int number, long taskId, TaskStack stack) {
        WorkerRecord worker = staff.worker(number);
        // Null: a thread that was abandoned at this moment.
        Attempt over = worker == null ? null : worker.overLimit.get(taskId);
        if (over != null) {
            lostAttempts.timedOut(over, stack);
            scheduler.settle(worker);
        } else if (worker != null && !worker.isActive() && !stack.frames().isEmpty()) {
            effects.add(new ReportStack(number, taskId, stack));
        }
        return decided();
    }

    /** A worker does not say where its task is: it has more important things to do, or is stopped. */
    List<Effect> stackLimitExpired(int number, long taskId, int attemptNumber) {
        WorkerRecord worker = staff.worker(number);
        Attempt over = worker == null ? null : worker.overLimit.get(taskId);
        if (over != null && over.number == attemptNumber) {
            lostAttempts.timedOut(over, TaskStack.EMPTY);
            scheduler.settle(worker);
        }
        return decided();
    }

    /** An interrupted task has had its time to end by itself. */
    List<Effect> graceExpired(int number, PendingTask task, int attemptNumber) {
        Attempt attempt = attempt(number, task.id());
        // One that waits behind another is none of its worker's faults.
        boolean works = attempt != null && attempt == attempt.worker.current();
        if (works && attempt.number == attemptNumber && attempt.worker.isActive()) {
            // Before its worker, on its way to its end, begins with the next.
            attempt.worker.callBackAllBut(attempt, effects);
            attempt.forceToEnd(effects);
            scheduler.replace(attempt.worker);
        }
        return decided();
    }

    // ---- events: workers

    /** A worker has said hello. @param takesSeveral whether it may be given tasks that wait for their turn there */
    List<Effect> workerGreeted(int number, boolean takesSeveral) {
        WorkerRecord worker = staff.worker(number);
        if (worker != null && worker.state() == WorkerState.STARTING) {
            worker.greeted(takesSeveral);
            initialize(worker);
        }
        return decided();
    }

    private void initialize(WorkerRecord worker) {
        if (!initializers.runNext(worker)) {
            scheduler.ready(worker);
        }
    }

    /** A worker has not said hello in time: it is not given another chance, nor is a replacement. */
    List<Effect> startLimitExpired(int number) {
        WorkerRecord worker = staff.worker(number);
        if (worker != null && worker.state() == WorkerState.STARTING) {
            staff.noMoreStarts();
            scheduler.kill(worker);
        }
        return decided();
    }

    /** What a worker has said of its tasks, in this order. */
    List<Effect> reported(int number, List<TaskReport> reports, long nowNanos) {
        for (TaskReport report : reports) {
            if (report instanceof TaskReport.Started started) {
                begins(number, started.taskId(), nowNanos);
            } else if (report instanceof TaskReport.Answered answered) {
                hasAnswered(number, answered.taskId(), answered.answer(), answered.ranLog2Nanos());
            }
        }
        WorkerRecord worker = staff.worker(number);
        if (worker != null) {
            scheduler.giveMore(worker);
        }
        return decided();
    }

    List<Effect> taskStarted(int number, long taskId, long nowNanos) {
        begins(number, taskId, nowNanos);
        return decided();
    }

    private void begins(int number, long taskId, long nowNanos) {
        Attempt attempt = attempt(number, taskId);
        // Null: a thread that was abandoned at this moment.
        if (attempt != null) {
            attempt.begins(nowNanos, effects);
        }
    }

    /** Somebody was idle a while ago, when tasks waited in other workers. */
    List<Effect> balanceDue() {
        scheduler.balance();
        return decided();
    }

    /** A while ago a task was sent to a worker that had nothing else to do: one that has not begun by now never will. */
    List<Effect> beginLimitExpired(int number, long taskId, int attemptNumber) {
        WorkerRecord worker = staff.worker(number);
        Attempt waiting = worker == null || !worker.isActive() ? null : worker.waiting();
        boolean due = waiting != null && !worker.isAtWork() && waiting.is(taskId, attemptNumber);
        if (due && waiting.missesBeginLimit()) {
            scheduler.kill(worker);
        } else if (waiting != null) {
            effects.add(new AwaitBegin(number, waiting.task.id(), waiting.number));
        }
        return decided();
    }

    List<Effect> answered(int number, long taskId, Answer answer) {
        hasAnswered(number, taskId, answer, 0);
        return decided();
    }

    private void hasAnswered(int number, long taskId, Answer answer, int ranLog2Nanos) {
        WorkerRecord worker = staff.worker(number);
        if (worker == null) {
            // That an initializer could not be encoded a second time is not said by the worker, which may have died.
            return;
        }
        worker.ran(ranLog2Nanos);
        Attempt attempt = worker.inFlight.get(taskId);
        if (worker.deliveries.answered(taskId, answer, effects)) {
            scheduler.finish();
        } else if (answer instanceof Answer.Failed failed && failed.failure().kind() == Failure.Kind.OUT_OF_MEMORY) {
            // The worker exits by itself now, and its death will be the task's end.
            worker.lastWords = failed.failure();
            if (worker.isActive() && !worker.isComing()) {
                scheduler.replace(worker);
            }
        } else if (attempt != null) {
            attempt.task.ran(
                    ranLog2Nanos,
                    answer instanceof Answer.Value value ? value.encoded().length() : 0);
            answered(attempt, answer);
        } else if (worker.state() == WorkerState.INITIALIZING) {
            initialized(worker, answer);
        }
    }

    private void answered(Attempt attempt, Answer answer) {
        WorkerRecord worker = attempt.worker;
        PendingTask task = attempt.task;
        boolean wanted = attempt.isLive();
        boolean retained = answer instanceof Answer.Value value && value.retained();
        boolean notRun =
                answer instanceof Answer.Failed failed && failed.failure().kind() == Failure.Kind.CANCELLED;
        attempt.isOver();
        if (wanted && notRun) {
            // It was called back; or the cancel of an earlier attempt came late and has hit this one.
            scheduler.addAgain(task);
            scheduler.readyIfIdle(worker);
            scheduler.settle();
        } else if (wanted) {
            if (retained) {
                worker.deliveries.keeps(task);
            }
            effects.add(new Complete(worker.number, task, answer));
            task.moveTo(TaskState.DONE);
            completed++;
        } else if (retained) {
            effects.add(new Release(worker.number, task.id()));
        }
        scheduler.readyIfIdle(worker);
    }

    private void initialized(WorkerRecord worker, Answer answer) {
        Initializer fatal = initializers.answered(worker, answer);
        if (fatal != null) {
            scheduler.breakPool(new Breakage.InitializerFailed(worker.number, fatal, answer));
        } else {
            initialize(worker);
        }
    }

    /** The worker could not decode the task's bytes, but may with another codec. */
    List<Effect> taskUndecodable(int number, long taskId) {
        WorkerRecord worker = staff.worker(number);
        Attempt attempt = worker.inFlight.get(taskId);
        if (attempt == null) {
            initializers.runAgainWithJdk(worker);
        } else if (attempt.isLive()) {
            attempt.sendAgain(effects);
        } else {
            attempt.isOver();
            scheduler.readyIfIdle(worker);
        }
        return decided();
    }

    /** Encoding a task a second time has failed: it has not run and never will. */
    List<Effect> encodingFailed(int number, PendingTask task, Exception reason) {
        Attempt attempt = attempt(number, task.id());
        if (attempt != null) {
            boolean wanted = attempt.isLive();
            attempt.isOver();
            if (wanted) {
                effects.add(new FailUndecodable(task, reason));
                task.moveTo(TaskState.DONE);
            }
            scheduler.readyIfIdle(attempt.worker);
        }
        return decided();
    }

    /** A retained result has been decoded. */
    List<Effect> resultDecoded(int number, PendingTask task) {
        WorkerRecord worker = staff.worker(number);
        if (worker != null && worker.deliveries.decoded(task, effects)) {
            scheduler.finish();
        }
        return decided();
    }

    /** A retained result could not be decoded. */
    List<Effect> resultUndecodable(int number, PendingTask task, Exception reason) {
        WorkerRecord worker = staff.worker(number);
        if (worker == null) {
            effects.add(new FailUndecodable(task, reason));
        } else {
            worker.deliveries.undecodable(task, reason, worker.isActive(), effects);
        }
        return decided();
    }

    /** A result that was asked for again has not come: a worker that does nothing else must be hanging in it. */
    List<Effect> resendLimitExpired(int number, long taskId) {
        WorkerRecord worker = staff.worker(number);
        if (worker != null && worker.isActive() && worker.deliveries.isAskedAgain(taskId)) {
            if (worker.isAtWork()) {
                effects.add(new AwaitResend(number, taskId));
            } else {
                scheduler.kill(worker);
            }
        }
        return decided();
    }

    /** A worker that was told to end has not. */
    List<Effect> stopLimitExpired(int number) {
        return staff.worker(number) == null ? List.of() : List.of(new Kill(number));
    }

    List<Effect> ageLimitReached(int number) {
        staff.ageLimitReached(number);
        scheduler.settle();
        return decided();
    }

    List<Effect> residentSize(int number, long bytes) {
        staff.residentSize(number, bytes);
        scheduler.settle();
        return decided();
    }

    /** A worker may have been idle for the idle timeout. */
    List<Effect> idleLimitExpired(int number, long stint) {
        scheduler.idleLimitExpired(number, stint);
        return decided();
    }

    List<Effect> workerDied(int number, WorkerDeath death) {
        WorkerRecord worker = staff.died(number, death);
        worker.deliveries.lost(effects);
        lostAttempts.lost(worker, death);
        staff.forget(worker);
        scheduler.lost(death);
        return decided();
    }

    /** Workers could not be started a while ago, but others live: perhaps there is room again. */
    List<Effect> startRetryDue() {
        staff.mayStartAgain();
        scheduler.launchMissing();
        return decided();
    }

    // ---- events: the pool

    /**
     * An event has ended in an exception, and so perhaps in the middle: all that is known to be left is given up, whatever
     * state it is in, so that nobody waits for it for ever.
     */
    List<Effect> collapsed(Throwable reason) {
        scheduler.collapse(new Breakage.Fault(reason));
        return decided();
    }

    List<Effect> shutdown() {
        if (phase() == PoolPhase.RUNNING) {
            scheduler.shutdown();
        }
        return decided();
    }

    /** @param neverStarted receives the waiting tasks that no worker has begun with */
    List<Effect> shutdownNow(List<PendingTask> neverStarted) {
        if (phase().compareTo(PoolPhase.STOP) < 0) {
            scheduler.stop(neverStarted);
        }
        return decided();
    }
}
