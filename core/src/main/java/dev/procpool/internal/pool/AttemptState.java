package dev.procpool.internal.pool;

/** One worker's hold of a task. The legal moves stand above the field that holds it, {@link Attempt#state}. */
enum AttemptState {
    /** On its way to the worker, or lying in its pipe: nothing of it has run. */
    SENT,
    /** The worker has begun with it. */
    STARTED,
    /** Nobody waits for it any more (cancelled or timed out), but the worker still has it. */
    ABANDONED,
    /** The worker has answered, or died. */
    OVER;

    boolean canMoveTo(AttemptState next) {
        return switch (this) {
            case SENT -> next == STARTED || next == ABANDONED || next == OVER;
            case STARTED -> next == SENT || next == ABANDONED || next == OVER;
            case ABANDONED -> next == OVER;
            case OVER -> false;
        };
    }
}
