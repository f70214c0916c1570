package dev.procpool.testing;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition. */
public final class Await {

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private Await() {}

    /** @throws AssertionError with the message if the condition is still false after {@code limit} */
    public static void until(BooleanSupplier condition, Duration limit, Supplier<String> message) {
        if (!holdsWithin(condition, limit)) {
            throw new AssertionError("after " + limit.toMillis() + " ms: " + message.get());
        }
    }

    public static boolean holdsWithin(BooleanSupplier condition, Duration limit) {
        long deadlineNanos = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNanos > 0) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }
}
