package dev.procpool.internal.pool;

/** A submitted task's life in the parent. The legal moves stand above the field that holds it, {@link PendingTask#state}. */
enum TaskState {
    /** Waits in the pool's queue. */
    QUEUED,
    /** On its way to a worker, or lying in its pipe: nothing of it has run. */
    SENT,
    /** A worker has begun with it. */
    STARTED,
    /** Its future has ended (cancelled or timed out) but a worker still has it. */
    ABANDONED,
    /** Over. */
    DONE;

    boolean canMoveTo(TaskState next) {
        return switch (this) {
            case QUEUED -> next == SENT || next == DONE;
            case SENT -> next == STARTED || next == QUEUED || next == ABANDONED || next == DONE;
            case STARTED -> next == SENT || next == ABANDONED || next == DONE;
            case ABANDONED -> next == DONE;
            case DONE -> false;
        };
    }
}
