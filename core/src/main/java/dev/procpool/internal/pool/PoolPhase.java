package dev.procpool.internal.pool;

/** A pool's life. It only ever moves down this list. */
enum PoolPhase {
    /** Takes tasks. */
    RUNNING,
    /** Takes none, but finishes what it has. */
    SHUTDOWN,
    /** Takes none, and has given up what it had. */
    STOP,
    /** The last worker has ended. */
    TERMINATED
}
