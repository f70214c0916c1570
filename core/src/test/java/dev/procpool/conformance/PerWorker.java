package dev.procpool.conformance;

/** A count of each worker's own, be it a process or a thread: both run their tasks in one thread. */
final class PerWorker {

    private static final ThreadLocal<Integer> COUNT = ThreadLocal.withInitial(() -> 0);

    private PerWorker() {}

    /** @return the new count */
    static int countUp() {
        COUNT.set(count() + 1);
        return count();
    }

    /** For threads that outlive the pool. */
    static int reset() {
        COUNT.remove();
        return count();
    }

    static int count() {
        return COUNT.get();
    }
}
