package dev.procpool.internal.pool;

import dev.procpool.internal.pool.AttemptEnd.Crashed;
import dev.procpool.internal.pool.AttemptEnd.TimedOut;
import dev.procpool.internal.pool.Effect.ArmTimeout;
import dev.procpool.internal.pool.Effect.Forget;
import dev.procpool.internal.pool.Effect.Interrupt;
import dev.procpool.internal.pool.Effect.InterruptOverLimit;
import dev.procpool.internal.pool.Effect.SendAgainWithJdk;
import dev.procpool.internal.pool.Effect.ShowStack;
import dev.procpool.internal.pool.Effect.Terminate;
import dev.procpool.internal.worker.WorkerDeath;
import dev.procpool.wire.TaskStack;
import java.util.List;

/**
 * One worker's hold of a task, from its sending to the worker's answer or death; and what is done to it if it is to end
 * before it does so by itself. What its end means for the task is decided elsewhere. Guarded by the dispatcher's lock.
 */
final class Attempt {

    /** What a pipe carries, even if both sides have little of the CPU, until {@link PoolState#beginLimitExpired}. */
    private static final long BYTES_TAKEN_IN_A_LIMIT = 300L << 20;

    final PendingTask task;
    final WorkerRecord worker;

    /** 1 for the first, counted by those that began. */
    final int number;

    /**
     * SENT to STARTED; STARTED to SENT if it must be sent again in another codec; SENT or STARTED to ABANDONED on cancel
     * and timeout; everything to OVER. Moved by {@link #moveTo} alone.
     */
    private AttemptState state = AttemptState.SENT;

    /** Whether its worker has been told to interrupt it. Once true, always true. */
    private boolean interrupted;

    /** Whether its worker has begun with it. */
    private boolean begun;

    /** Whether it is being called back, because somebody else is idle. Once true, always true. */
    private boolean calledBack;

    /** How many limits have passed in which the worker did not begin. */
    private int missedLimits;

    /** Valid once STARTED. */
    private long startedAtNanos;

    /** For how long it had run when its time was up; valid once it is in {@link WorkerRecord#overLimit}. */
    private long ranNanos;

    Attempt(PendingTask task, WorkerRecord worker, int number) {
        this.task = task;
        this.worker = worker;
        this.number = number;
    }

    AttemptState state() {
        return state;
    }

    /** Valid once STARTED. */
    long startedAtNanos() {
        return startedAtNanos;
    }

    /** Whether its worker works on it, as far as we have heard. */
    boolean hasBegun() {
        return begun;
    }

    boolean is(long taskId, int attemptNumber) {
        return task.id() == taskId && number == attemptNumber;
    }

    /** Whether its end is the task's. */
    boolean isLive() {
        return state == AttemptState.SENT || state == AttemptState.STARTED;
    }

    void moveTo(AttemptState next) {
        if (!state.canMoveTo(next)) {
            throw new IllegalStateException(this + " cannot move from " + state + " to " + next);
        }
        state = next;
    }

    // ---- by itself

    /** Its worker has begun with it. */
    void begins(long nowNanos, List<Effect> effects) {
        begun = true;
        boolean cancelledJustBefore = state == AttemptState.ABANDONED && !interrupted;
        if (state == AttemptState.SENT) {
            moveTo(AttemptState.STARTED);
            task.begun();
        } else if (!cancelledJustBefore) {
            return;
        }
        startedAtNanos = nowNanos;
        if (task.timeoutNanos() > 0) {
            // Also for one that was cancelled without interrupt: its limit holds all the same.
            effects.add(new ArmTimeout(task, number));
        }
    }

    /** What had begun was only the vain try to decode it: sends it in another codec. */
    void sendAgain(List<Effect> effects) {
        moveTo(AttemptState.SENT);
        begun = false;
        task.notBegun();
        effects.add(new SendAgainWithJdk(worker.number, task, number));
    }

    /** The worker does not have it any more. */
    void isOver() {
        moveTo(AttemptState.OVER);
        worker.inFlight.remove(task.id());
    }

    // ---- before it ends by itself

    /** Nobody waits for it any more. @param mayInterrupt whether it is to be stopped if it runs, or only ignored */
    void giveUp(boolean mayInterrupt, List<Effect> effects) {
        boolean waits = state == AttemptState.SENT;
        if (isLive()) {
            moveTo(AttemptState.ABANDONED);
        }
        if (state == AttemptState.OVER || interrupted) {
            return;
        }
        if (mayInterrupt) {
            interrupted = true;
            effects.add(new Interrupt(worker.number, task, number));
        } else if (waits) {
            effects.add(new Forget(worker.number, task, number));
        }
    }

    /** Somebody else could take it: it comes back if its worker has not begun with it. */
    void callBack(List<Effect> effects) {
        if (state == AttemptState.SENT && !calledBack) {
            calledBack = true;
            effects.add(new Forget(worker.number, task, number));
        }
    }

    /** Its time is up, unless that was the timer of an earlier start. */
    void timeoutExpired(long nowNanos, List<Effect> effects) {
        if (nowNanos - startedAtNanos < task.timeoutNanos()) {
            return;
        }
        if (state == AttemptState.STARTED) {
            moveTo(AttemptState.ABANDONED);
            interrupted = true;
            ranNanos = nowNanos - startedAtNanos;
            worker.overLimit.put(task.id(), this);
            effects.add(new InterruptOverLimit(worker.number, task, number));
        } else if (state == AttemptState.ABANDONED) {
            // Its future was cancelled without interrupt; its limit holds all the same.
            giveUp(true, effects);
        }
    }

    /** It has had its time to end by itself: its worker is to go, and with it whatever the task has started. */
    void forceToEnd(List<Effect> effects) {
        effects.add(new ShowStack(worker.number, task, number));
        effects.add(new Terminate(worker.number));
    }

    /** Another limit has passed in which its worker has not begun with it. @return whether it never will */
    boolean missesBeginLimit() {
        missedLimits++;
        return task.bodyBytes() <= missedLimits * BYTES_TAKEN_IN_A_LIMIT;
    }

    // ---- how it ended that gave no answer

    /** @param stack where it was when its time was up */
    TimedOut timedOut(TaskStack stack) {
        return new TimedOut(number, worker.number, task.timeoutNanos(), ranNanos, stack);
    }

    /** It is over by its worker's death. */
    Crashed crashed(WorkerDeath death) {
        boolean begun = state == AttemptState.STARTED;
        isOver();
        return new Crashed(number, death, begun, worker.lastWords);
    }

    @Override
    public String toString() {
        return "attempt " + number + " of " + task;
    }
}
