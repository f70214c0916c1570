package dev.procpool.internal.worker;

/** Threads a worker may borrow from its pool, so that whoever speaks to it need not wait. */
public interface PoolThreads {

    /** On a thread that keeps time: the action must not wait. */
    void soon(Runnable action);

    /** In a tenth of a second, on that same thread. */
    void later(Runnable action);

    /** On a thread that may wait as long as it likes. */
    void blocking(Runnable action);
}
