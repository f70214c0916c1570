package dev.procpool;

/** What {@code submit} does when the pool's queue is full. */
public enum FullQueue {
    /**
     * Waits for room. An interrupt or a shutdown ends the wait with a {@link
     * java.util.concurrent.RejectedExecutionException}; after an interrupt the thread is interrupted again. A task of a
     * {@link ThreadPool} that submits to its own full pool may wait for itself.
     */
    BLOCK,

    /** Throws {@link java.util.concurrent.RejectedExecutionException} at once. */
    REJECT,

    /** Runs the task in the calling thread, without the isolation of a worker, without timeout and retries, on the
     * very objects it captured, and returns a future that has ended. */
    CALLER_RUNS
}
