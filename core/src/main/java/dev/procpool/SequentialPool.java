package dev.procpool;

import dev.procpool.internal.pool.MapOutcome;
import dev.procpool.shared.SharedBuilder;
import dev.procpool.shared.SharedData;
import dev.procpool.shared.SharedObject;
import dev.procpool.task.RemoteCallable;
import dev.procpool.task.RemoteFunction;
import dev.procpool.task.RemoteRunnable;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * A {@link TaskPool} without parallelism, for where there is none to be had. It is lazy: a task runs when its future is
 * asked, in the thread that asks, once; one that is never asked never runs, with the exception of {@link #execute}, which
 * runs at once since nobody can ask. Asking is {@code get}, {@code join}, and hanging an action on the future; {@code
 * CompletableFuture.allOf} and {@code anyOf} are not, for they do not ask.
 *
 * <p>A task that runs in the caller is out of reach: the limit of {@code get(timeout)} cannot stop it and holds only for a
 * task that another thread runs. Cancelling a future keeps its task from starting; one that runs in another caller goes
 * on, and is not interrupted. A task that ends with an {@link InterruptedException} leaves the caller interrupted.
 *
 * <p>Tasks run on the objects they captured, not on copies. {@link #shutdown} is complete at once, but the futures that
 * were handed out can still be asked. What tasks print goes where the caller's
 * prints go, and is not in {@link TaskFuture#output}.
 */
public final class SequentialPool implements TaskPool {

    private final AtomicLong lastTaskId = new AtomicLong();

    private final CountDownLatch shutdown = new CountDownLatch(1);

    private final SharedFiles sharedFiles = new SharedFiles("a SequentialPool");

    private SequentialPool() {}

    public static SequentialPool create() {
        return new SequentialPool();
    }

    @Override
    public <T> TaskFuture<T> submit(RemoteCallable<T> task, TaskOptions options) {
        Objects.requireNonNull(options, "options");
        return submit((Callable<T>) task);
    }

    @Override
    public <T> TaskFuture<T> submit(Callable<T> task) {
        Objects.requireNonNull(task, "task");
        long id = lastTaskId.incrementAndGet();
        if (isShutdown()) {
            throw new RejectedExecutionException("task " + id + " rejected from " + this + ": it has been shut down");
        }
        return new LazyFuture<>(id, task);
    }

    @Override
    public TaskFuture<?> submit(RemoteRunnable task) {
        return submit(task, null);
    }

    @Override
    public TaskFuture<?> submit(Runnable task) {
        return submit(task, null);
    }

    @Override
    public <T> TaskFuture<T> submit(Runnable task, T result) {
        Objects.requireNonNull(task, "task");
        return submit((Callable<T>) () -> {
            task.run();
            return result;
        });
    }

    /** Runs the task at once: what it sets up is for tasks that come. */
    @Override
    public <T> List<TaskFuture<T>> broadcast(RemoteCallable<T> task, BroadcastScope scope) {
        Objects.requireNonNull(scope, "scope");
        TaskFuture<T> future = submit(task);
        future.whenComplete((value, failure) -> {});
        return List.of(future);
    }

    @Override
    public void execute(Runnable command) {
        submit(command).whenComplete((nothing, failure) -> {
            if (failure != null && !(failure instanceof CancellationException)) {
                LoggerFactory.getLogger(SequentialPool.class).error("a task given to execute failed", failure);
            }
        });
    }

    /**
     * One application at a time, each when its result is consumed, whatever the options say of chunks, order and window.
     * A time limit is looked at between the elements.
     */
    @Override
    public <A, R> Stream<R> map(
            RemoteFunction<? super A, ? extends R> fn, Iterable<? extends A> inputs, MapOptions options) {
        Objects.requireNonNull(fn, "fn");
        MapOptions oneByOne = options.withChunkSize(1).withWindow(1).withOrdered();
        return MapResults.stream(chunk -> submitOne(fn, chunk.get(0)), inputs, oneByOne, 1, true);
    }

    private <A> TaskFuture<List<MapOutcome>> submitOne(RemoteFunction<? super A, ?> fn, A input) {
        return submit((Callable<List<MapOutcome>>) () -> List.of(new MapOutcome(fn.apply(input), null)));
    }

    @Override
    public <T extends SharedData> T share(SharedBuilder<T> builder) {
        return sharedFiles.share(builder);
    }

    @Override
    public <T> SharedObject<T> shareObject(T value) {
        return share(SharedObject.builder(() -> value));
    }

    /** Deletes the files of shared data; handles that were got before go on to read what they have mapped. */
    @Override
    public void shutdown() {
        sharedFiles.close();
        shutdown.countDown();
    }

    /** @return always empty: tasks wait in their futures, not here */
    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return shutdown.getCount() == 0;
    }

    @Override
    public boolean isTerminated() {
        return isShutdown();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return shutdown.await(timeout, unit);
    }

    @Override
    public String toString() {
        return "SequentialPool[" + (isShutdown() ? "TERMINATED" : "RUNNING") + ", submitted=" + lastTaskId + "]";
    }
}
