package dev.procpool;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How {@code map} is to work: {@code MapOptions.chunkSize(100).withAsCompleted()}. Immutable.
 *
 * <p>The {@link SequentialPool} works on one element at a time, in order; of these options it knows the timeout.
 */
public final class MapOptions {

    private static final MapOptions DEFAULTS = new MapOptions(0, 0, true, null, TaskOptions.none());

    /** Limits beyond this are none, and cannot be multiplied. */
    private static final Duration LONG = Duration.ofDays(36_500);

    /** 0 if the pool is to choose. */
    private final int chunkSize;

    /** 0 if the pool is to choose. */
    private final int window;

    private final boolean ordered;

    /** Null for none. */
    private final Duration timeout;

    private final TaskOptions task;

    private MapOptions(int chunkSize, int window, boolean ordered, Duration timeout, TaskOptions task) {
        this.chunkSize = chunkSize;
        this.window = window;
        this.ordered = ordered;
        this.timeout = timeout;
        this.task = task;
    }

    /** In order, without limits, chunks and window as the pool thinks best. */
    public static MapOptions defaults() {
        return DEFAULTS;
    }

    /** {@code defaults().withChunkSize(chunkSize)}. */
    public static MapOptions chunkSize(int chunkSize) {
        return DEFAULTS.withChunkSize(chunkSize);
    }

    /** {@code defaults().withOrdered()}, which is {@link #defaults}. */
    public static MapOptions ordered() {
        return DEFAULTS.withOrdered();
    }

    /** {@code defaults().withAsCompleted()}. */
    public static MapOptions asCompleted() {
        return DEFAULTS.withAsCompleted();
    }

    /** {@code defaults().withWindow(window)}. */
    public static MapOptions window(int window) {
        return DEFAULTS.withWindow(window);
    }

    /** {@code defaults().withTimeout(timeout)}. */
    public static MapOptions timeout(Duration timeout) {
        return DEFAULTS.withTimeout(timeout);
    }

    /** {@code defaults().withTask(task)}. */
    public static MapOptions task(TaskOptions task) {
        return DEFAULTS.withTask(task);
    }

    /**
     * How many inputs travel together, for work so small that the way to a worker is longer; the last chunk, and every one
     * where the window is smaller, may have fewer. By default the pool chooses: single ones at first, then as many as run for about a millisecond, at most 4096
     * and about 256 KiB; single ones always where a time limit or retries are set, for a chunk is stopped and tried again as a
     * whole.
     *
     * <p>Each element still succeeds or fails for itself, and each input and each result is copied for itself. But the
     * function is copied once for the chunk; the results of a chunk come together, after its last element; and where a
     * worker dies or a time limit runs out, all elements of the chunk fail, those that were through as well.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public MapOptions withChunkSize(int chunkSize) {
        requirePositive("chunkSize", chunkSize);
        return new MapOptions(chunkSize, window, ordered, timeout, task);
    }

    /** Results in the order of the inputs; the default. */
    public MapOptions withOrdered() {
        return new MapOptions(chunkSize, window, true, timeout, task);
    }

    /** Results in the order in which they come, failures included: none waits for a slower one before it. */
    public MapOptions withAsCompleted() {
        return new MapOptions(chunkSize, window, false, timeout, task);
    }

    /**
     * How many inputs may be taken ahead of the results that have been consumed. By default 16 for each worker, or 4
     * chunks for each, whichever is more.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public MapOptions withWindow(int window) {
        requirePositive("window", window);
        return new MapOptions(chunkSize, window, ordered, timeout, task);
    }

    /**
     * Limits how long the whole map may take, from the moment the first result is asked for. Once the time is up no more
     * inputs are taken; what is ready can still be consumed; and where the next result is not, asking for it throws a
     * {@link java.util.concurrent.CompletionException} whose cause is a {@link java.util.concurrent.TimeoutException} that
     * says how many were unfinished. All of them are cancelled then, and the stream has ended.
     *
     * <p>A {@code TimeoutException} that the function throws is a failure of its element like any other, and says so by its
     * stack trace; {@link TaskTimeoutException} is the limit of {@link #withTask}.
     *
     * @throws IllegalArgumentException if the timeout is zero or negative
     */
    public MapOptions withTimeout(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("timeout must be positive: timeout=" + timeout);
        }
        return new MapOptions(chunkSize, window, ordered, timeout, task);
    }

    /**
     * How each element is to be treated. A chunk may run as long as all of its elements together, and one that is tried
     * again runs again as a whole.
     */
    public MapOptions withTask(TaskOptions task) {
        return new MapOptions(chunkSize, window, ordered, timeout, Objects.requireNonNull(task, "task"));
    }

    private static void requirePositive(String option, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(option + " must be positive: " + option + "=" + value);
        }
    }

    /** Empty if the pool is to choose. */
    public OptionalInt chunkSize() {
        return chunkSize == 0 ? OptionalInt.empty() : OptionalInt.of(chunkSize);
    }

    /** Whether the results come in the order of the inputs. */
    public boolean isOrdered() {
        return ordered;
    }

    /** Empty if the pool is to choose. */
    public OptionalInt window() {
        return window == 0 ? OptionalInt.empty() : OptionalInt.of(window);
    }

    /** The limit for the whole map; empty if there is none. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /** How each element is to be treated. */
    public TaskOptions task() {
        return task;
    }

    /** {@link Long#MAX_VALUE} for no limit. */
    long timeoutNanos() {
        return timeout == null || timeout.compareTo(LONG) > 0 ? Long.MAX_VALUE : timeout.toNanos();
    }

    /**
     * The options of a task that stands for so many elements.
     *
     * @param poolsTimeoutNanos what holds for an element unless the options say otherwise; 0 for no limit
     */
    TaskOptions taskOfChunk(int elements, long poolsTimeoutNanos) {
        Duration each = task.timeout().orElse(Duration.ofNanos(poolsTimeoutNanos));
        return each.isZero() || each.compareTo(LONG) > 0 ? task : task.withTimeout(each.multipliedBy(elements));
    }
}
