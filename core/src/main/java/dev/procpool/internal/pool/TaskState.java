package dev.procpool.internal.pool;

/** A submitted task's life in the parent. The legal moves stand above the field that holds it, {@link PendingTask#state}. */
enum TaskState {
    /** Waits for a worker. */
    QUEUED,
    /** A worker has it: there is an {@link Attempt}. */
    HELD,
    /** Its future has ended, or is about to. A worker may still have it, as an abandoned attempt. */
    DONE;

    boolean canMoveTo(TaskState next) {
        return switch (this) {
            case QUEUED -> next == HELD || next == DONE;
            case HELD -> next == QUEUED || next == DONE;
            case DONE -> false;
        };
    }
}
