package dev.procpool.internal.process;

import java.util.concurrent.locks.ReentrantLock;

/**
 * To read what one worker says: a role that one thread has at a time, the worker's reader thread or one that waits for a
 * result. Who has it, for whichever worker, runs no user code and writes to no pipe.
 */
final class ReadingRole {

    private static final ThreadLocal<Boolean> HELD = new ThreadLocal<>();

    private final ReentrantLock lock = new ReentrantLock();

    /** Whether the current thread has the role for any worker. */
    static boolean isHeldByCurrentThread() {
        return HELD.get() != null;
    }

    void take() {
        lock.lock();
        HELD.set(true);
    }

    /** @return false if another thread has it */
    boolean tryTake() {
        boolean taken = !isHeldByCurrentThread() && lock.tryLock();
        if (taken) {
            HELD.set(true);
        }
        return taken;
    }

    void giveBack() {
        HELD.remove();
        lock.unlock();
    }
}
