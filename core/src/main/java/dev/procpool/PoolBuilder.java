package dev.procpool;

import dev.procpool.internal.pool.Initializer;
import dev.procpool.internal.pool.PoolSettings;
import dev.procpool.task.RemoteRunnable;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What can be set of any pool that has workers, be they processes or threads; checked as it is set. Each method returns
 * this builder, and throws {@link NullPointerException} if it is given null. Not thread-safe.
 *
 * @param <B> the builder's own type
 */
public abstract sealed class PoolBuilder<B extends PoolBuilder<B>> permits ProcessPool.Builder, ThreadPool.Builder {

    private static final int MAX_WORKERS = 4096;
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
    private Duration idleTimeout;
    private int queueTasks;
    private FullQueue whenFull = FullQueue.BLOCK;
    private PoolListener listener = new PoolListener() {};

    PoolBuilder() {}

    /** This builder, by its own type. */
    abstract B self();

    /**
     * How many workers, and so how many tasks run at once; by default one fewer than the usable CPUs, and at least one.
     *
     * @throws IllegalArgumentException if it is not in 1 to 4096
     */
    public B workers(int workers) {
        this.workers = inRange("workers", workers, 1, MAX_WORKERS);
        return self();
    }

    /**
     * The name for threads, log lines and messages; by default {@code pool-} and a number.
     *
     * @throws IllegalArgumentException if it is blank
     */
    public B name(String name) {
        if (Objects.requireNonNull(name, "name").isBlank()) {
            throw new IllegalArgumentException("name must not be blank: name='" + name + "'");
        }
        this.name = name;
        return self();
    }

    /**
     * What every worker runs before its first task. If it throws, the pool is broken: tasks that wait fail with that
     * very exception, and later ones are refused with a {@link PoolBrokenException} that it has caused.
     */
    public B initializer(RemoteRunnable initializer) {
        this.initializer = Objects.requireNonNull(initializer, "initializer");
        return self();
    }

    /**
     * {@link TaskOptions#withTimeout} of tasks whose options say nothing; by default none.
     *
     * @throws IllegalArgumentException if it is zero or negative
     */
    public B taskTimeout(Duration timeout) {
        this.taskTimeout = Durations.positive("taskTimeout", timeout);
        return self();
    }

    /**
     * {@link TaskOptions#withRetries} of tasks whose options say nothing; by default 0.
     *
     * @throws IllegalArgumentException if it is not in 0 to 254
     */
    public B retries(int retries) {
        this.retries = TaskOptions.checkedRetries(retries);
        return self();
    }

    /**
     * How long a cancelled task, or one over its timeout, may take to heed its interrupt before its worker is given up; by
     * default 1 s.
     *
     * @throws IllegalArgumentException if it is zero, negative or more than a day
     */
    public B cancelGrace(Duration grace) {
        this.cancelGrace = Durations.positive("cancelGrace", grace);
        if (grace.compareTo(LONGEST_CANCEL_GRACE) > 0) {
            throw new IllegalArgumentException(
                    "cancelGrace must be at most " + LONGEST_CANCEL_GRACE + ": cancelGrace=" + grace);
        }
        return self();
    }

    /**
     * How many workers are kept ready beyond those that run tasks, to take the place of one that is lost; by default 0.
     *
     * @throws IllegalArgumentException if it is not in 0 to 4096
     */
    public B spareWorkers(int workers) {
        this.spareWorkers = inRange("spareWorkers", workers, 0, MAX_WORKERS);
        return self();
    }

    /**
     * After how many tasks a worker is replaced; by default never. The replacement is started with the last of them, and
     * the worker goes when it is ready.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public B maxTasksPerWorker(int tasks) {
        this.maxTasksPerWorker = inRange("maxTasksPerWorker", tasks, 1, Integer.MAX_VALUE);
        return self();
    }

    /**
     * After which time, counted from when it was ready, a worker is replaced; by default never. It works until its
     * replacement is ready, and ends between two tasks.
     *
     * @throws IllegalArgumentException if it is zero or negative
     */
    public B maxWorkerAge(Duration age) {
        this.maxWorkerAge = Durations.positive("maxWorkerAge", age);
        return self();
    }

    /**
     * After which time without a task a worker ends; by default never. A worker may stay up to twice as long. Once some
     * have ended, workers are started as tasks come, up to {@link #workers}; {@link #spareWorkers} of them stay.
     *
     * @throws IllegalArgumentException if it is zero or negative
     */
    public B idleTimeout(Duration timeout) {
        this.idleTimeout = Durations.positive("idleTimeout", timeout);
        return self();
    }

    /**
     * How many tasks may wait for a worker; by default any number.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public B queueCapacity(int tasks) {
        this.queueTasks = inRange("queueCapacity", tasks, 1, Integer.MAX_VALUE);
        return self();
    }

    /** What {@code submit} does when the queue is full; by default it waits. */
    public B whenQueueFull(FullQueue what) {
        this.whenFull = Objects.requireNonNull(what, "whenQueueFull");
        return self();
    }

    /** Who hears of progress, and of workers that come and go; by default nobody. */
    public B listener(PoolListener listener) {
        this.listener = Objects.requireNonNull(listener, "listener");
        return self();
    }

    /**
     * Creates the pool and begins to start its workers; does not wait for them. What is set here afterwards is of no
     * consequence to it.
     *
     * @throws IllegalStateException in a shutdown hook, when this JVM is about to end
     */
    public abstract TaskPool build();

    // ---- what has been set

    final String name() {
        return name;
    }

    /** Null if there is none. */
    final RemoteRunnable initializer() {
        return initializer;
    }

    /** Of a task whose options say nothing; null for no limit. */
    final Duration taskTimeout() {
        return taskTimeout;
    }

    /** Of a task whose options say nothing. */
    final int retries() {
        return retries;
    }

    /** How many workers may live at once, apart from moments of replacement. */
    final int workersAndSpares() {
        return workers + spareWorkers;
    }

    /** 0 for no limit. */
    long maxWorkerMemoryBytes() {
        return 0;
    }

    /** 0 for no limit. */
    long queueBytes() {
        return 0;
    }

    WorkerOutput output() {
        return WorkerOutput.standardStreams();
    }

    /** @param encodedInitializer null if there is none */
    final PoolSettings settings(Initializer encodedInitializer) {
        return new PoolSettings(
                name,
                workers,
                spareWorkers,
                encodedInitializer,
                maxTasksPerWorker,
                Durations.nanosOrNone(maxWorkerAge),
                maxWorkerMemoryBytes(),
                Durations.nanosOrNone(idleTimeout),
                cancelGrace.toNanos(),
                queueTasks,
                queueBytes(),
                whenFull,
                output(),
                listener);
    }

    private static int inRange(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be in " + least + ".." + most + ": " + name + "=" + value);
        }
        return value;
    }

    static long positive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive: " + name + "=" + value);
        }
        return value;
    }
}
