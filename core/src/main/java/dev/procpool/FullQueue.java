package dev.procpool;

/** What {@code submit} does when the pool's queue is full. */
public enum FullQueue {
    /**
     * Waits for room. An interrupt or a shutdown ends the wait with a {@link
     * java.util.concurrent.RejectedExecutionException}; after an interrupt the thread is interrupted again.
     */
    BLOCK,

    /** Throws {@link java.util.concurrent.RejectedExecutionException} at once. */
    REJECT,

    /** Runs the task in the calling thread, without the isolation of a worker, and returns a future that has ended. */
    CALLER_RUNS
}
