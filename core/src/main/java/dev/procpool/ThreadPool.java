package dev.procpool;

import dev.procpool.codec.FallbackCodec;
import dev.procpool.codec.FallbackCodec.Encoded;
import dev.procpool.internal.pool.Initializer;
import dev.procpool.internal.pool.JvmEnd;
import dev.procpool.internal.thread.ThreadSource;
import dev.procpool.task.RemoteFunction;
import dev.procpool.task.RemoteRunnable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * A {@link TaskPool} of threads of this JVM: the same contract as that of {@link ProcessPool}, without its isolation.
 *
 * <p>What threads cannot give: a task that calls {@code System.exit}, or crashes native code, ends this JVM. A task that
 * heeds no interrupt cannot be stopped; its future ends in time and its place in the pool is free after the grace period,
 * but its thread goes on until it ends by itself. Tasks work on the objects they captured, not on copies, see each other's
 * static state, and print as this JVM prints, so that {@code future.output()} is empty.
 */
public final class ThreadPool extends WorkerPool {

    private ThreadPool(PoolOptions options) {
        super(options, initializerOf(options), new ThreadSource(options.name()));
        dispatcher().open();
    }

    private static Initializer initializerOf(PoolOptions options) {
        RemoteRunnable given = options.initializer();
        return given == null ? null : initializer(given, null, null);
    }

    /** A pool of one thread fewer than the CPUs that are usable; at least one thread. */
    public static ThreadPool create() {
        return builder().build();
    }

    /** @throws IllegalArgumentException if {@code workers} is not in 1 to 4096 */
    public static ThreadPool create(int workers) {
        return builder().workers(workers).build();
    }

    public static Builder builder() {
        return new Builder();
    }

    @Override
    Encoded encode(String what, Object task) {
        return null;
    }

    @Override
    FallbackCodec codec() {
        return null;
    }

    @Override
    <A> Callable<?> chunk(RemoteFunction<? super A, ?> fn, List<? extends A> inputs) {
        return new LocalChunk<>(fn, inputs);
    }

    /** Settings of a {@link ThreadPool}, with the meaning they have in {@link ProcessPool.Builder}. Not thread-safe. */
    public static final class Builder {

        private final PoolOptions options = new PoolOptions();

        private Builder() {}

        /** How many threads; by default one fewer than the usable CPUs, and at least one. */
        public Builder workers(int workers) {
            options.workers(workers);
            return this;
        }

        public Builder name(String name) {
            options.name(name);
            return this;
        }

        /** What each thread runs before its first task. */
        public Builder initializer(RemoteRunnable initializer) {
            options.initializer(initializer);
            return this;
        }

        public Builder taskTimeout(Duration timeout) {
            options.taskTimeout(timeout);
            return this;
        }

        public Builder retries(int retries) {
            options.retries(retries);
            return this;
        }

        public Builder cancelGrace(Duration grace) {
            options.cancelGrace(grace);
            return this;
        }

        public Builder queueCapacity(int tasks) {
            options.queueCapacity(tasks);
            return this;
        }

        public Builder whenQueueFull(FullQueue what) {
            options.whenQueueFull(what);
            return this;
        }

        public Builder listener(PoolListener listener) {
            options.listener(listener);
            return this;
        }

        /** @throws IllegalStateException in a shutdown hook, when this JVM is about to end */
        public ThreadPool build() {
            JvmEnd.requireNotBegun(options.name());
            return new ThreadPool(options);
        }
    }
}
