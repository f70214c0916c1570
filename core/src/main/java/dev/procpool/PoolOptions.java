package dev.procpool;

import dev.procpool.internal.pool.Initializer;
import dev.procpool.internal.pool.PoolSettings;
import dev.procpool.task.RemoteRunnable;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** What the builders have in common: settings, checked as they are set. Not thread-safe. */
final class PoolOptions {

    static final int MAX_WORKERS = 4096;

    private static final Duration DEFAULT_CANCEL_GRACE = Duration.ofSeconds(1);
    private static final Duration LONGEST_CANCEL_GRACE = Duration.ofDays(1);
    private static final AtomicInteger POOLS = new AtomicInteger();

    private int workers = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    private String name = "pool-" + POOLS.incrementAndGet();
    private RemoteRunnable initializer;
    private Duration taskTimeout;
    private int retries;
    private Duration cancelGrace = DEFAULT_CANCEL_GRACE;
    private int spareWorkers;
    private int maxTasksPerWorker;
    private Duration maxWorkerAge;
    private long maxWorkerMemoryBytes;
    private Duration idleTimeout;
    private int queueTasks;
    private long queueBytes;
    private FullQueue whenFull = FullQueue.BLOCK;
    private WorkerOutput output = WorkerOutput.standardStreams();
    private PoolListener listener = new PoolListener() {};

    int workers() {
        return workers;
    }

    /** How many workers may live at once, apart from moments of replacement. */
    int workersAndSpares() {
        return workers + spareWorkers;
    }

    String name() {
        return name;
    }

    /** Null if there is none. */
    RemoteRunnable initializer() {
        return initializer;
    }

    /** Of a task whose options say nothing; null for no limit. */
    Duration taskTimeout() {
        return taskTimeout;
    }

    /** Of a task whose options say nothing. */
    int retries() {
        return retries;
    }

    void workers(int count) {
        workers = inRange("workers", count, 1, MAX_WORKERS);
    }

    void name(String name) {
        if (Objects.requireNonNull(name, "name").isBlank()) {
            throw new IllegalArgumentException("name must not be blank: name='" + name + "'");
        }
        this.name = name;
    }

    void initializer(RemoteRunnable initializer) {
        this.initializer = Objects.requireNonNull(initializer, "initializer");
    }

    void taskTimeout(Duration timeout) {
        taskTimeout = Durations.positive("taskTimeout", timeout);
    }

    void retries(int count) {
        retries = TaskOptions.checkedRetries(count);
    }

    void cancelGrace(Duration grace) {
        cancelGrace = Durations.positive("cancelGrace", grace);
        if (grace.compareTo(LONGEST_CANCEL_GRACE) > 0) {
            throw new IllegalArgumentException(
                    "cancelGrace must be at most " + LONGEST_CANCEL_GRACE + ": cancelGrace=" + grace);
        }
    }

    void spareWorkers(int count) {
        spareWorkers = inRange("spareWorkers", count, 0, MAX_WORKERS);
    }

    void maxTasksPerWorker(int count) {
        maxTasksPerWorker = inRange("maxTasksPerWorker", count, 1, Integer.MAX_VALUE);
    }

    void maxWorkerAge(Duration age) {
        maxWorkerAge = Durations.positive("maxWorkerAge", age);
    }

    void maxWorkerMemory(long bytes) {
        maxWorkerMemoryBytes = positive("maxWorkerMemory", bytes);
    }

    void idleTimeout(Duration timeout) {
        idleTimeout = Durations.positive("idleTimeout", timeout);
    }

    void queueCapacity(int tasks) {
        queueTasks = inRange("queueCapacity", tasks, 1, Integer.MAX_VALUE);
    }

    void queueCapacityBytes(long bytes) {
        queueBytes = positive("queueCapacityBytes", bytes);
    }

    void whenQueueFull(FullQueue what) {
        whenFull = Objects.requireNonNull(what, "whenQueueFull");
    }

    void output(WorkerOutput output) {
        this.output = Objects.requireNonNull(output, "output");
    }

    void listener(PoolListener listener) {
        this.listener = Objects.requireNonNull(listener, "listener");
    }

    PoolSettings settings(Initializer encodedInitializer) {
        return new PoolSettings(
                name,
                workers,
                spareWorkers,
                encodedInitializer,
                maxTasksPerWorker,
                Durations.nanosOrNone(maxWorkerAge),
                maxWorkerMemoryBytes,
                Durations.nanosOrNone(idleTimeout),
                cancelGrace.toNanos(),
                queueTasks,
                queueBytes,
                whenFull,
                output,
                listener);
    }

    private static int inRange(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be in " + least + ".." + most + ": " + name + "=" + value);
        }
        return value;
    }

    private static long positive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive: " + name + "=" + value);
        }
        return value;
    }
}
