package dev.procpool.internal.pool;

/** A worker's life. The legal moves stand above the field that holds it, {@link WorkerRecord#state}. */
enum WorkerState {
    /** Is being started; it has not said hello. */
    STARTING,
    /** Runs what comes before its first task. */
    INITIALIZING,
    /** Waits for a task. */
    READY,
    /** Has at least one task. */
    BUSY,
    /** Takes no more tasks: told to stop, being ended, or dying by its own words. Its replacement may be starting. */
    STOPPING,
    /** Has ended. */
    DEAD;

    boolean canMoveTo(WorkerState next) {
        return switch (this) {
            case STARTING -> next == INITIALIZING || next == READY || next == STOPPING || next == DEAD;
            case INITIALIZING -> next == READY || next == STOPPING || next == DEAD;
            case READY -> next == BUSY || next == STOPPING || next == DEAD;
            case BUSY -> next == READY || next == STOPPING || next == DEAD;
            case STOPPING -> next == DEAD;
            case DEAD -> false;
        };
    }
}
