package dev.procpool.internal.pool;

import dev.procpool.internal.pool.Effect.AwaitBalance;
import dev.procpool.internal.pool.Effect.Break;
import dev.procpool.internal.pool.Effect.Cancel;
import dev.procpool.internal.pool.Effect.FailBroken;
import dev.procpool.internal.pool.Effect.Kill;
import dev.procpool.internal.pool.Effect.SendTask;
import dev.procpool.internal.pool.Effect.Terminated;
import dev.procpool.internal.worker.WorkerDeath;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Brings waiting tasks and idle workers together: who gets what next, whether workers are wanted for what is left, and
 * when nothing can come any more, the end. A part of {@link PoolState}, and as that without threads, I/O or clock; guarded
 * by the dispatcher's lock.
 *
 * <p>Tasks for one worker alone come before those for any worker. After each change to who waits, {@link #settle} or one
 * of the methods that say so see to all that follows from it.
 */
final class Scheduler {

    private final TaskQueue queue;
    private final Broadcasts broadcasts;
    private final Staff staff;
    private final List<Effect> effects;

    /** From each to any later one; moved by {@link #moveTo} alone. */
    private PoolPhase phase = PoolPhase.RUNNING;

    /** Whether {@link PoolState#balanceDue} will come. */
    private boolean balanceWatched;

    /** Why the pool can run no more tasks; null while it can. Once set, always set. */
    private Breakage brokenBy;

    /** @param effects takes what is decided here */
    Scheduler(TaskQueue queue, Broadcasts broadcasts, Staff staff, List<Effect> effects) {
        this.queue = queue;
        this.broadcasts = broadcasts;
        this.staff = staff;
        this.effects = effects;
    }

    // ---- what is asked

    PoolPhase phase() {
        return phase;
    }

    Breakage brokenBy() {
        return brokenBy;
    }

    boolean isOpen() {
        return phase == PoolPhase.RUNNING && brokenBy == null;
    }

    /** Whether a task may be tried again. */
    boolean goesOn() {
        return phase.compareTo(PoolPhase.STOP) < 0 && brokenBy == null;
    }

    /** Of the tasks for any worker, and those for one alone. */
    int waiting() {
        return queue.size() + broadcasts.waiting();
    }

    boolean hasRoomFor(PendingTask task) {
        return staff.canTakeOne() || queue.hasRoomFor(task);
    }

    // ---- tasks come and go

    /** Takes a new task, and sees to all that follows. */
    void add(PendingTask task) {
        queue.addLast(task);
        assign();
        launchMissing();
    }

    /** Takes a new task for each worker, and sees to all that follows. */
    void addForEach(List<PendingTask> tasks) {
        for (WorkerRecord worker : staff.bindEach(tasks)) {
            giveBound(worker);
        }
    }

    /** A task that had a worker waits again, before the others. */
    void addAgain(PendingTask task) {
        if (brokenBy != null) {
            task.moveTo(TaskState.DONE);
            effects.add(new FailBroken(List.of(task), brokenBy));
            return;
        }
        task.moveTo(TaskState.QUEUED);
        if (task.broadcast() == null) {
            queue.addFirst(task);
        } else {
            broadcasts.bindAgain(task);
        }
    }

    /** A waiting task has been cancelled; sees to all that follows. */
    void withdraw(PendingTask task) {
        if (task.broadcast() == null) {
            queue.leave(task);
        } else {
            broadcasts.leave(task, staff.workers());
        }
        task.moveTo(TaskState.DONE);
        task.forget();
        finish();
    }

    private List<PendingTask> drain() {
        List<PendingTask> drained = new ArrayList<>(queue.drain());
        drained.addAll(broadcasts.drain(staff.workers()));
        return drained;
    }

    // ---- workers come and go

    /** A worker has nothing to do; sees to all that follows. */
    void ready(WorkerRecord worker) {
        staff.ready(worker);
        if (!giveBound(worker)) {
            staff.idle(worker);
            assign();
            watchBalance();
        }
        if (worker.stint == 1) {
            // Starts that failed before are forgiven.
            launchMissing();
        }
        finish();
    }

    /** If that was its last task; sees to all that follows. */
    void readyIfIdle(WorkerRecord worker) {
        if (worker.state() == WorkerState.BUSY && worker.inFlight.isEmpty()) {
            ready(worker);
        }
    }

    /** A worker's end has been decided elsewhere; its replacement is launched. */
    void replace(WorkerRecord worker) {
        staff.retire(worker);
        launchMissing();
    }

    /** Ends a worker; its replacement is launched. */
    void kill(WorkerRecord worker) {
        effects.add(new Kill(worker.number));
        replace(worker);
    }

    /** A worker may have been idle for the idle timeout. */
    void idleLimitExpired(int number, long stint) {
        staff.idleLimitExpired(number, stint, queue.size());
    }

    /** A worker has died, and its tasks have been seen to; sees to all that follows. */
    void lost(WorkerDeath death) {
        boolean needsWorkers = phase == PoolPhase.RUNNING || waiting() > 0;
        if (brokenBy == null && needsWorkers && staff.isAtItsEnd()) {
            breakPool(new Breakage.NoWorkerStarts(death));
        }
        launchMissing();
        assign();
        finish();
    }

    // ---- what follows

    /** Gives waiting tasks to idle workers, launches workers for the rest, and ends what is not needed. */
    void settle() {
        assign();
        launchMissing();
        finish();
    }

    /** A worker is owed less than before, or a task waits again that may be for it: sees to all that follows. */
    void settle(WorkerRecord worker) {
        giveBound(worker);
        settle();
    }

    void launchMissing() {
        if (brokenBy == null) {
            for (WorkerRecord adopter : staff.launchMissing(phase, queue.size())) {
                giveBound(adopter);
            }
        }
    }

    private void assign() {
        while (!queue.isEmpty() && staff.canTakeOne()) {
            give(staff.nextIdle(), queue.poll());
        }
    }

    /** Gives a READY worker the next of the tasks that are for it alone, if there is one. */
    private boolean giveBound(WorkerRecord worker) {
        PendingTask task = worker.state() == WorkerState.READY ? broadcasts.poll(worker) : null;
        if (task != null) {
            give(worker, task);
        }
        return task != null;
    }

    /** Gives a BUSY worker some of the waiting tasks, if its own are short, so that it need not wait for each. */
    void giveMore(WorkerRecord worker) {
        // After a broadcast more workers may be at work than tasks may run at once.
        int more = staff.hasTooManyAtWork() ? 0 : Math.min(worker.room(), staff.share(queue.size()));
        for (; more > 0 && !queue.isEmpty() && !worker.isRetiring(); more--) {
            PendingTask task = queue.poll();
            Attempt attempt = hold(worker, task);
            staff.givenMore(worker);
            effects.add(new SendTask(worker.number, task, attempt.number));
        }
        if (worker.isRetiring()) {
            launchMissing();
        }
    }

    private static Attempt hold(WorkerRecord worker, PendingTask task) {
        Attempt attempt = task.heldBy(worker);
        worker.inFlight.put(task.id(), attempt);
        return attempt;
    }

    private void give(WorkerRecord worker, PendingTask task) {
        Attempt attempt = hold(worker, task);
        // First, so that the pool's listener hears that the worker retires before the task can be its end.
        staff.given(worker);
        effects.add(new SendTask(worker.number, task, attempt.number));
        if (worker.isRetiring()) {
            launchMissing();
        }
    }

    // ---- balance

    /** If somebody is idle while tasks wait in other workers, sees if they still do in a while. */
    private void watchBalance() {
        if (balanceWatched || !queue.isEmpty() || !staff.canTakeOne()) {
            return;
        }
        for (WorkerRecord worker : staff.workers()) {
            boolean queues = worker.state() == WorkerState.BUSY && worker.inFlight.size() > 1;
            worker.currentWhenOthersIdled = queues ? worker.current() : null;
            balanceWatched |= queues;
        }
        if (balanceWatched) {
            effects.add(new AwaitBalance());
        }
    }

    /** Calls back what waits behind tasks that have run all the while since somebody was seen idle. */
    void balance() {
        balanceWatched = false;
        if (!queue.isEmpty() || !staff.canTakeOne()) {
            return;
        }
        for (WorkerRecord worker : staff.workers()) {
            Attempt current = worker.current();
            if (current != null && current == worker.currentWhenOthersIdled) {
                worker.runsOn();
                worker.callBackAllBut(current, effects);
            }
        }
        watchBalance();
    }

    // ---- the end

    /** No more tasks will come; what has come is done. */
    void shutdown() {
        moveTo(PoolPhase.SHUTDOWN);
        finish();
    }

    /**
     * No more tasks will come, and what has come is given up; sees to all that follows.
     *
     * @param neverStarted receives the waiting tasks that no worker has begun with
     */
    void stop(List<PendingTask> neverStarted) {
        moveTo(PoolPhase.STOP);
        List<PendingTask> given = drain();
        given.stream().filter(task -> task.attempts() == 0).forEach(neverStarted::add);
        staff.workers().forEach(worker -> end(worker.tasks(), given));
        effects.add(new Cancel(given));
        for (WorkerRecord worker : staff.workers()) {
            // Also those that were cancelled without interrupt: there is nobody after them.
            worker.inFlight.values().forEach(attempt -> attempt.giveUp(true, effects));
        }
        finish();
    }

    private static void end(Stream<PendingTask> tasks, List<PendingTask> ended) {
        tasks.filter(task -> task.state() == TaskState.HELD).forEach(task -> {
            task.moveTo(TaskState.DONE);
            ended.add(task);
        });
    }

    /** Nothing more can be run: fails what waits, and sees to all that follows. */
    void breakPool(Breakage breakage) {
        brokenBy = breakage;
        effects.add(new Break(breakage));
        List<PendingTask> given = drain();
        given.forEach(PendingTask::forget);
        effects.add(new FailBroken(given, breakage));
        finish();
    }

    /** What stands here may be wrong: gives up all tasks and workers, whatever their state, and sees to all that follows. */
    void collapse(Breakage breakage) {
        if (brokenBy == null) {
            brokenBy = breakage;
            effects.add(new Break(breakage));
        }
        List<PendingTask> given = drain();
        given.forEach(PendingTask::forget);
        staff.workers().forEach(worker -> end(worker.tasks(), given));
        effects.add(new FailBroken(given, brokenBy));
        staff.workers().forEach(worker -> worker.deliveries.lost(effects));
        staff.dismissAll();
        finish();
    }

    private void moveTo(PoolPhase next) {
        if (next.compareTo(phase) <= 0) {
            throw new IllegalStateException("a pool cannot move from " + phase + " to " + next);
        }
        phase = next;
    }

    /** Lets go of workers that have been replaced; if nothing is to come, of all; at the end, of the pool. */
    void finish() {
        staff.letGoOfReplaced(phase, queue.size());
        boolean over = phase != PoolPhase.RUNNING || brokenBy != null;
        if (!over || waiting() > 0 || phase == PoolPhase.TERMINATED) {
            return;
        }
        staff.letGoOfIdle();
        if (staff.workers().isEmpty() && phase != PoolPhase.RUNNING) {
            moveTo(PoolPhase.TERMINATED);
            effects.add(new Terminated());
        }
    }
}
