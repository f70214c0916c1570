package dev.procpool.testing;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what other threads and processes do, and fails with a message if they do not. */
public final class Await {

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private Await() {}

    /** @param message what did not happen, if it did not */
    public static void until(BooleanSupplier condition, String message) {
        until(condition, Patience.surely(), () -> message);
    }

    /** @param message what did not happen, if it did not */
    public static void until(BooleanSupplier condition, Duration limit, Supplier<String> message) {
        long startNanos = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - startNanos > limit.toNanos()) {
                throw new AssertionError(message.get() + " (waited " + limit + ")");
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
