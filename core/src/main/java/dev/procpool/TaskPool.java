package dev.procpool;

import dev.procpool.shared.SharedBuilder;
import dev.procpool.shared.SharedBytes;
import dev.procpool.shared.SharedData;
import dev.procpool.shared.SharedDoubles;
import dev.procpool.shared.SharedInts;
import dev.procpool.shared.SharedLongs;
import dev.procpool.shared.SharedObject;
import dev.procpool.task.RemoteCallable;
import dev.procpool.task.RemoteFunction;
import dev.procpool.task.RemoteRunnable;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * An {@link ExecutorService} whose tasks may run in other JVMs. What it adds to that contract:
 *
 * <ul>
 *   <li>A task and its result travel by serialization. A plain lambda passed to {@link #submit(RemoteCallable)} is
 *       serializable by itself, if all that it captures is; {@code Callable} and {@code Runnable} objects are taken too if
 *       they happen to be. What cannot travel is refused at {@code submit} with a {@link TaskSerializationException} that
 *       names class and field.
 *   <li>Futures are {@link TaskFuture}s.
 *   <li>{@link #close} is that of JDK 19, on every JDK.
 * </ul>
 *
 * Thread-safe. In worker processes memory effects are those of serialization: a task sees the values its captures had at
 * {@code submit}. Elsewhere they are those of {@link ExecutorService}.
 */
public interface TaskPool extends ExecutorService, AutoCloseable {

    /**
     * The best backend here: worker processes, one fewer than the CPUs that are usable; or, where there is but one CPU,
     * no worker can be started, or this is a worker itself, the {@link SequentialPool}, with one line in the log that says why. Waits until the first
     * worker is ready or has failed.
     */
    static TaskPool open() {
        return BackendChoice.open();
    }

    /** {@link #submit(RemoteCallable, TaskOptions)} with no options. */
    default <T> TaskFuture<T> submit(RemoteCallable<T> task) {
        return submit(task, TaskOptions.none());
    }

    /**
     * Submits a task that returns a value.
     *
     * @throws TaskSerializationException if the task cannot travel; nothing has been submitted then
     * @throws RejectedExecutionException if this pool has been shut down, or its workers are about to go because this JVM
     *     is shutting down, or its queue is full (see {@link FullQueue})
     * @throws PoolBrokenException if no worker can be started, or the initializer has failed
     * @throws NullPointerException if an argument is null
     */
    <T> TaskFuture<T> submit(RemoteCallable<T> task, TaskOptions options);

    /** Submits a task that returns nothing; otherwise as {@link #submit(RemoteCallable, TaskOptions)}. */
    TaskFuture<?> submit(RemoteRunnable task);

    /** As {@link #submit(RemoteCallable)} for a callable that is serializable by its class. */
    @Override
    <T> TaskFuture<T> submit(Callable<T> task);

    /** As {@link #submit(RemoteRunnable)} for a runnable that is serializable by its class. */
    @Override
    TaskFuture<?> submit(Runnable task);

    /** @param result the future's value, which does not travel */
    @Override
    <T> TaskFuture<T> submit(Runnable task, T result);

    /** {@link #map(RemoteFunction, Iterable, MapOptions)} with the default options: in the order of the inputs. */
    default <A, R> Stream<R> map(RemoteFunction<? super A, ? extends R> fn, Iterable<? extends A> inputs) {
        return map(fn, inputs, MapOptions.defaults());
    }

    /**
     * Applies a function to each input, in the workers, and yields the results.
     *
     * <p>Lazy: nothing is submitted before a terminal operation, and inputs are taken from {@code inputs} only a bounded
     * number ahead of the results that have been consumed, so that the inputs may be infinite.
     *
     * <p>Where the n-th application failed, taking the n-th result throws a {@link
     * java.util.concurrent.CompletionException} with the cause that {@code get} would give; one may go on with the next. An input that cannot travel fails in its own turn, too. What {@code
     * inputs} itself throws reaches the consumer as it is, after the results of the inputs before it, and ends the stream;
     * so does the refusal of a pool that has been shut down meanwhile. A pool whose queue is full and that refuses is asked
     * again when a result has been consumed, and only its refusal with no result to wait for ends the stream.
     *
     * <p>{@link Stream#close} cancels what has been submitted and not consumed, interrupts what runs, and ends the stream;
     * it may be called from anywhere. A consumer that may stop early should use the stream in a try-with-resources:
     * otherwise what has been submitted runs to its end, for nobody.
     *
     * @return a sequential stream, to be consumed by one thread
     */
    <A, R> Stream<R> map(RemoteFunction<? super A, ? extends R> fn, Iterable<? extends A> inputs, MapOptions options);

    /** {@link #broadcast(RemoteCallable, BroadcastScope)} to the present workers. */
    default <T> List<TaskFuture<T>> broadcast(RemoteCallable<T> task) {
        return broadcast(task, BroadcastScope.PRESENT_WORKERS);
    }

    /**
     * Runs a task once in every worker, before those that wait for any worker. A worker that is busy runs it after what it
     * has. If a worker dies before it began with it, its replacement runs it. Where tasks run in the caller's thread it runs
     * once, and at once.
     *
     * @return a future for each worker
     * @throws TaskSerializationException if the task cannot travel
     * @throws RejectedExecutionException if this pool has been shut down
     * @throws PoolBrokenException if no worker can be started, or the initializer has failed
     */
    <T> List<TaskFuture<T>> broadcast(RemoteCallable<T> task, BroadcastScope scope);

    /**
     * Writes large read-only data once, to a file that every worker maps: a task that captures what is returned carries some
     * 150 bytes and reads memory that all processes share. The same handle reads the same file here. The file is this pool's:
     * private to the user, deleted when the pool has ended, swept by the next pool if this JVM is killed. Data for later runs
     * of the program are made by {@link SharedData#cached}.
     *
     * @throws dev.procpool.shared.SharedDataException if it cannot be written, or the builder throws; nothing is left then
     * @throws RejectedExecutionException if this pool has been shut down
     */
    <T extends SharedData> T share(SharedBuilder<T> builder);

    /** {@link #share(SharedBuilder)} of all values of an array. */
    default SharedInts share(int[] values) {
        Objects.requireNonNull(values, "values");
        return share(SharedInts.builder(out -> out.add(values)));
    }

    /** {@link #share(SharedBuilder)} of all values of an array. */
    default SharedLongs share(long[] values) {
        Objects.requireNonNull(values, "values");
        return share(SharedLongs.builder(out -> out.add(values)));
    }

    /** {@link #share(SharedBuilder)} of all values of an array. */
    default SharedDoubles share(double[] values) {
        Objects.requireNonNull(values, "values");
        return share(SharedDoubles.builder(out -> out.add(values)));
    }

    /** {@link #share(SharedBuilder)} of all values of an array. */
    default SharedBytes share(byte[] values) {
        Objects.requireNonNull(values, "values");
        return share(SharedBytes.builder(out -> out.add(values)));
    }

    /**
     * {@link #share(SharedBuilder)} of any serializable object: encoded once here, decoded once in each worker, on first
     * use, by however many tasks. What {@code get} returns is a copy, here too.
     *
     * @param value may be null
     */
    <T> SharedObject<T> shareObject(T value);

    @Override
    default <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks) throws InterruptedException {
        return BulkSubmission.invokeAll(this, tasks);
    }

    @Override
    default <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException {
        return BulkSubmission.invokeAll(this, tasks, unit.toNanos(timeout));
    }

    @Override
    default <T> T invokeAny(Collection<? extends Callable<T>> tasks) throws InterruptedException, ExecutionException {
        return BulkSubmission.invokeAny(this, tasks);
    }

    @Override
    default <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return BulkSubmission.invokeAny(this, tasks, unit.toNanos(timeout));
    }

    /**
     * Shuts down in order: takes no more tasks, waits until those it has are done and the last worker has ended. If the
     * waiting thread is interrupted, {@link #shutdownNow} is called, the wait goes on, and the thread is interrupted again
     * at the end. A second call waits too, and does no harm.
     */
    @Override
    default void close() {
        boolean terminated = isTerminated();
        boolean interrupted = false;
        shutdown();
        while (!terminated) {
            try {
                terminated = awaitTermination(1, TimeUnit.DAYS);
            } catch (InterruptedException e) {
                if (!interrupted) {
                    shutdownNow();
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
