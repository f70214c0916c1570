package dev.procpool;

/** Which workers run a broadcast. */
public enum BroadcastScope {
    /** Those the pool has now. */
    PRESENT_WORKERS,

    /**
     * Also those it starts later, before their first task, for as long as the pool lives. What a later worker returns is
     * dropped; that it throws is logged.
     */
    LATER_WORKERS_TOO
}
