package dev.procpool.internal.pool;

import java.util.concurrent.atomic.AtomicReference;

/**
 * How a task's end gets to a thread that waits for it and has not gone to sleep yet: it decodes the result and completes the
 * future itself, and nobody has to be woken. Thread-safe.
 */
final class Ending {

    private static final Runnable NOBODY_WAITS = () -> {};
    private static final Runnable SOMEBODY_WAITS = () -> {};

    /** NOBODY_WAITS to SOMEBODY_WAITS and back; that one to an action, and that to NOBODY_WAITS. */
    private final AtomicReference<Runnable> state = new AtomicReference<>(NOBODY_WAITS);

    /** @return false if another thread waits */
    boolean await() {
        return state.compareAndSet(NOBODY_WAITS, SOMEBODY_WAITS);
    }

    /** @return false if nobody waits: then it is for somebody else */
    boolean handOver(Runnable action) {
        return state.compareAndSet(SOMEBODY_WAITS, action);
    }

    boolean isAwaited() {
        return state.get() == SOMEBODY_WAITS;
    }

    boolean isHandedOver() {
        return state.get() != SOMEBODY_WAITS;
    }

    /** Only after {@link #await}: does what has been handed over. */
    void stopWaiting() {
        Runnable action = state.getAndSet(NOBODY_WAITS);
        if (action != SOMEBODY_WAITS) {
            action.run();
        }
    }
}
