package dev.procpool.testing;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other threads do, and fails with a message if they do not. */
public final class Await {

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private Await() {}

    /** @param message what did not happen, if it did not */
    public static void until(BooleanSupplier condition, String message) {
        long startNanos = System.nanoTime();
        long limitNanos = Patience.surely().toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - startNanos > limitNanos) {
                throw new AssertionError(message + " (waited " + Patience.surely() + ")");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** For use in other threads too: an interrupt is a failure. */
    public static void open(CountDownLatch latch, String message) {
        try {
            if (!latch.await(Patience.surely().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new AssertionError(message + " (waited " + Patience.surely() + ")");
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting; " + message, e);
        }
    }
}
