package dev.procpool;

import dev.procpool.codec.FallbackCodec;
import dev.procpool.codec.FallbackCodec.Encoded;
import dev.procpool.internal.pool.Initializer;
import dev.procpool.internal.pool.JvmEnd;
import dev.procpool.internal.thread.ThreadSource;
import dev.procpool.task.RemoteFunction;
import dev.procpool.task.RemoteRunnable;
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

    private ThreadPool(Builder builder) {
        super(builder, initializerOf(builder), new ThreadSource(builder.name()));
        dispatcher().open();
    }

    private static Initializer initializerOf(Builder builder) {
        RemoteRunnable given = builder.initializer();
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
    Encoded encode(Object what, Object task) {
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

    /**
     * What can be set of a {@link ThreadPool}. Each method returns this builder. Not thread-safe.
     *
     * <p>A worker that is replaced is a new thread, without what tasks have left in the thread-locals of the old one; what
     * they have left in static state and on the heap stays.
     */
    public static final class Builder extends PoolBuilder<Builder> {

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Creates the pool and begins to start its threads; does not wait for them. That none can be started shows in the
         * first future, as a {@link PoolBrokenException}.
         *
         * @throws IllegalStateException in a shutdown hook, when this JVM is about to end
         */
        @Override
        public ThreadPool build() {
            JvmEnd.requireNotBegun(name());
            return new ThreadPool(this);
        }
    }
}
