package dev.procpool;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** How one task is to be treated. Immutable. */
public final class TaskOptions {

    private static final TaskOptions NONE = new TaskOptions(null);

    private final Duration timeout;

    private TaskOptions(Duration timeout) {
        this.timeout = timeout;
    }

    /** No limits, nothing special. */
    public static TaskOptions none() {
        return NONE;
    }

    /** {@code none().withTimeout(timeout)}. */
    public static TaskOptions timeout(Duration timeout) {
        return NONE.withTimeout(timeout);
    }

    /**
     * Limits how long the task may run, from the moment a worker begins with it; waiting does not count. A task that runs
     * longer fails with {@link TaskTimeoutException}, is interrupted, and after a second more loses its worker. The {@link
     * SequentialPool} does not enforce it: it has no second thread to watch the clock.
     *
     * @throws IllegalArgumentException if the timeout is zero or negative
     */
    public TaskOptions withTimeout(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("timeout must be positive: timeout=" + timeout);
        }
        return new TaskOptions(timeout);
    }

    /** The limit on the running time; empty if there is none. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /** 0 for no limit; limits beyond 292 years are no limit. */
    long timeoutNanos() {
        try {
            return timeout == null ? 0 : timeout.toNanos();
        } catch (ArithmeticException e) {
            return 0;
        }
    }
}
