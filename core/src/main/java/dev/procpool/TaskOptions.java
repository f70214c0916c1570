package dev.procpool;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** How one task is to be treated. Immutable. */
public final class TaskOptions {

    /** The attempt's number travels in a byte. */
    static final int MAX_RETRIES = 254;

    private static final int UNSET = -1;
    private static final TaskOptions NONE = new TaskOptions(null, UNSET);

    private final Duration timeout;
    private final int retries;

    private TaskOptions(Duration timeout, int retries) {
        this.timeout = timeout;
        this.retries = retries;
    }

    /** Nothing special: what the pool's builder has set holds, and if it has set nothing, no limit and no retries. */
    public static TaskOptions none() {
        return NONE;
    }

    /** {@code none().withTimeout(timeout)}. */
    public static TaskOptions timeout(Duration timeout) {
        return NONE.withTimeout(timeout);
    }

    /**
     * Limits how long the task may run, from the moment a worker begins with it; waiting does not count. A task that runs
     * longer fails with {@link TaskTimeoutException}, is interrupted, and after the pool's grace period loses its worker. The {@link
     * SequentialPool} does not enforce it: it has no second thread to watch the clock.
     *
     * @throws IllegalArgumentException if the timeout is zero or negative
     */
    public TaskOptions withTimeout(Duration timeout) {
        return new TaskOptions(Durations.positive("timeout", timeout), retries);
    }

    /** {@code none().withRetries(retries)}. */
    public static TaskOptions retries(int retries) {
        return NONE.withRetries(retries);
    }

    /**
     * How often the task is tried again after an attempt that gave no answer: its worker died, or it ran into its timeout.
     * An exception is an answer, and is not tried again. Of a task that has used up its attempts the exception lists them
     * all; the exceptions of the earlier ones are suppressed in it. A task that is not idempotent should have no retries: a
     * lost attempt may have done a part of its work, or all of it. Where tasks run in the caller's thread there is nothing
     * to retry.
     *
     * @throws IllegalArgumentException if it is not in 0 to 254
     */
    public TaskOptions withRetries(int retries) {
        return new TaskOptions(timeout, checkedRetries(retries));
    }

    static int checkedRetries(int retries) {
        if (retries < 0 || retries > MAX_RETRIES) {
            throw new IllegalArgumentException("retries must be in 0.." + MAX_RETRIES + ": retries=" + retries);
        }
        return retries;
    }

    /** The limit on the running time; empty if there is none. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /** How often the task is tried again; empty if that is left to the pool. */
    public OptionalInt retries() {
        return retries == UNSET ? OptionalInt.empty() : OptionalInt.of(retries);
    }
}
