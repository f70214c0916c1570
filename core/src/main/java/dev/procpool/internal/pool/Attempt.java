package dev.procpool.internal.pool;

/** One worker's hold of a task, from its sending to the worker's answer or death. Guarded by the dispatcher's lock. */
final class Attempt {

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
    boolean interrupted;

    /** How many limits have passed in which the worker did not begin. */
    int missedLimits;

    /** Valid once STARTED. */
    long startedAtNanos;

    Attempt(PendingTask task, WorkerRecord worker, int number) {
        this.task = task;
        this.worker = worker;
        this.number = number;
    }

    AttemptState state() {
        return state;
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

    @Override
    public String toString() {
        return "attempt " + number + " of " + task;
    }
}
