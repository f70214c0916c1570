package dev.procpool;

import dev.procpool.codec.FallbackCodec;
import dev.procpool.codec.FallbackCodec.Encoded;
import dev.procpool.internal.pool.Broadcast;
import dev.procpool.internal.pool.Dispatcher;
import dev.procpool.internal.pool.Initializer;
import dev.procpool.internal.pool.MapOutcome;
import dev.procpool.internal.pool.PendingTask;
import dev.procpool.internal.pool.PoolSettings;
import dev.procpool.internal.worker.WorkerSource;
import dev.procpool.shared.SharedBuilder;
import dev.procpool.shared.SharedData;
import dev.procpool.shared.SharedObject;
import dev.procpool.task.RemoteCallable;
import dev.procpool.task.RemoteFunction;
import dev.procpool.task.RemoteRunnable;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What pools of workers have in common, whatever their workers are: the way of a task to the dispatcher. */
abstract sealed class WorkerPool implements TaskPool permits ProcessPool, ThreadPool {

    /** Counted downwards: initializers have the ids that tasks do not. */
    private static final long INITIALIZER_ID = -1;

    /** Shuts down pools that nobody can reach any more; what they have accepted is still done. */
    private static final Cleaner CLEANER = Cleaner.create(WorkerPool::cleanerThread);

    private final PoolSettings settings;
    private final long taskTimeoutNanos;
    private final int retries;
    private final SharedFiles sharedFiles;
    private final Dispatcher dispatcher;
    private final AtomicLong lastTaskId = new AtomicLong();
    private final AtomicLong lastInitializerId = new AtomicLong(INITIALIZER_ID);

    /** @param encodedInitializer null if there is none */
    WorkerPool(PoolBuilder<?> builder, Initializer encodedInitializer, WorkerSource source) {
        this.settings = builder.settings(encodedInitializer);
        this.taskTimeoutNanos = Durations.nanosOrNone(builder.taskTimeout());
        this.retries = builder.retries();
        this.sharedFiles = new SharedFiles("pool '" + settings.name() + "'");
        this.dispatcher = new Dispatcher(settings, sharedFiles.closedWith(source));
        CLEANER.register(this, dispatcher::shutdown);
    }

    private static Thread cleanerThread(Runnable cleaning) {
        // It stays for good: it must not keep thread-locals or the class loader of whoever made the first pool.
        var thread = new Thread(null, cleaning, "procpool-cleaner", 0, false);
        thread.setContextClassLoader(null);
        thread.setDaemon(true);
        return thread;
    }

    /** What travels of a task; null if nothing does. @param what it is, for messages */
    abstract Encoded encode(Object what, Object task);

    /** For what travels; null if nothing does. */
    abstract FallbackCodec codec();

    final Dispatcher dispatcher() {
        return dispatcher;
    }

    static Initializer initializer(RemoteRunnable task, FallbackCodec codec, Encoded body) {
        return new Initializer(INITIALIZER_ID, task, codec, body, true);
    }

    @Override
    public <T> TaskFuture<T> submit(RemoteCallable<T> task, TaskOptions options) {
        return submit(task, options, UnaryOperator.identity());
    }

    @Override
    public <T> TaskFuture<T> submit(Callable<T> task) {
        return submit(task, TaskOptions.none(), UnaryOperator.identity());
    }

    @Override
    public TaskFuture<?> submit(RemoteRunnable task) {
        return submit((Runnable) task);
    }

    @Override
    public TaskFuture<?> submit(Runnable task) {
        return submit(task, null);
    }

    @Override
    public <T> TaskFuture<T> submit(Runnable task, T result) {
        // One that is also a Callable is still to be run, not called.
        Object toRun = task instanceof Callable<?> ? (RemoteRunnable) task::run : task;
        return submit(toRun, TaskOptions.none(), nothing -> result);
    }

    private <T> TaskFuture<T> submit(Object task, TaskOptions options, UnaryOperator<Object> result) {
        return submit(task, task, options, result);
    }

    /** @param here what does the same in the calling thread, should it come to that */
    private <T> TaskFuture<T> submit(Object task, Object here, TaskOptions options, UnaryOperator<Object> result) {
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(options, "options");
        var future = new TaskFuture<T>(lastTaskId.incrementAndGet());
        PendingTask pending = pending(future, task, encode(new TaskName(future.id()), task), options, null, result);
        if (!dispatcher.submit(pending)) {
            future.controlledBy(CallerRun.CONTROL);
            CallerRun.complete(future, () -> runHere(here, result));
        }
        // Not before the task has been accepted may the cleaner find that nobody can reach this pool.
        Reference.reachabilityFence(this);
        return future;
    }

    /** @param broadcast null unless it is part of one */
    private PendingTask pending(
            TaskFuture<?> future,
            Object task,
            Encoded body,
            TaskOptions options,
            Broadcast broadcast,
            UnaryOperator<Object> result) {
        var pending = new PendingTask(
                future,
                task,
                codec(),
                body,
                options.timeout().map(Durations::nanosOrNone).orElse(taskTimeoutNanos),
                options.retries().orElse(retries),
                broadcast,
                new Throwable("submit site"),
                result,
                future::printed);
        // Not by way of this: a future that is kept does not keep the pool.
        future.controlledBy(new InDispatcher(pending, dispatcher));
        return pending;
    }

    /** For messages; most tasks need none. */
    private record TaskName(long id) {

        @Override
        public String toString() {
            return "task " + id;
        }
    }

    private record InDispatcher(PendingTask task, Dispatcher dispatcher) implements TaskFuture.Control {

        @Override
        public void cancelled(boolean mayInterruptIfRunning) {
            dispatcher.cancelled(task, mayInterruptIfRunning);
        }

        @Override
        public void awaited() {
            task.help();
        }

        @Override
        public int attempts() {
            return task.attempts();
        }

        @Override
        public long runNanos() {
            return task.runNanos();
        }

        @Override
        public long bytes() {
            return task.bytesTravelled();
        }
    }

    /** The type parameter is the user's claim about the task. */
    @SuppressWarnings("unchecked")
    private static <T> T runHere(Object task, UnaryOperator<Object> result) throws Exception {
        Object returned = null;
        if (task instanceof Callable<?> callable) {
            returned = callable.call();
        } else {
            ((Runnable) task).run();
        }
        return (T) result.apply(returned);
    }

    @Override
    public <T> List<TaskFuture<T>> broadcast(RemoteCallable<T> task, BroadcastScope scope) {
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(scope, "scope");
        Encoded body = encode("a broadcast", task);
        var group = new Broadcast();
        List<TaskFuture<T>> futures = new ArrayList<>();
        List<PendingTask> tasks = new ArrayList<>();
        for (int i = 0; i < settings.workers() + settings.spareWorkers(); i++) {
            var future = new TaskFuture<T>(lastTaskId.incrementAndGet());
            futures.add(future);
            tasks.add(pending(future, task, body, TaskOptions.none(), group, UnaryOperator.identity()));
        }
        boolean later = scope == BroadcastScope.LATER_WORKERS_TOO;
        dispatcher.broadcast(
                tasks, later ? new Initializer(lastInitializerId.decrementAndGet(), task, codec(), body, false) : null);
        // As in submit.
        Reference.reachabilityFence(this);
        return futures;
    }

    /** Runs a task of which nobody wants to hear; that it failed is logged. */
    @Override
    public void execute(Runnable command) {
        submit(command).whenComplete((nothing, failure) -> {
            if (failure != null && !(failure instanceof CancellationException)) {
                Log.LOG.error("pool '{}': a task given to execute failed", settings.name(), failure);
            }
        });
    }

    @Override
    public <A, R> Stream<R> map(
            RemoteFunction<? super A, ? extends R> fn, Iterable<? extends A> inputs, MapOptions options) {
        Objects.requireNonNull(fn, "fn");
        return MapResults.stream(
                chunk -> submitChunk(fn, chunk, options),
                inputs,
                options,
                settings.workers(),
                isEachForItself(options.task()));
    }

    /** A chunk is stopped, and tried again, as a whole: where that may happen it is for the caller to ask for chunks. */
    private boolean isEachForItself(TaskOptions task) {
        return task.timeout().map(Durations::nanosOrNone).orElse(taskTimeoutNanos) > 0
                || task.retries().orElse(retries) > 0;
    }

    private <A> TaskFuture<List<MapOutcome>> submitChunk(
            RemoteFunction<? super A, ?> fn, List<? extends A> inputs, MapOptions options) {
        return submit(
                chunk(fn, inputs),
                new LocalChunk<>(fn, inputs),
                options.taskOfChunk(inputs.size(), taskTimeoutNanos),
                UnaryOperator.identity());
    }

    /** A task that applies a function to some inputs and gives a {@link MapOutcome} for each. */
    abstract <A> Callable<?> chunk(RemoteFunction<? super A, ?> fn, List<? extends A> inputs);

    @Override
    public <T extends SharedData> T share(SharedBuilder<T> builder) {
        dispatcher.requireOpen();
        return sharedFiles.share(builder);
    }

    @Override
    public <T> SharedObject<T> shareObject(T value) {
        return share(SharedObject.builder(() -> value));
    }

    @Override
    public void shutdown() {
        dispatcher.shutdown();
    }

    /**
     * Gives up: no more tasks are taken, waiting ones are cancelled, running ones are interrupted and after the grace
     * period lose their workers. Every future ends, with a {@link CancellationException} if it had not ended before.
     *
     * @return the tasks that never started, to be run by the caller if it wants
     */
    @Override
    public List<Runnable> shutdownNow() {
        return dispatcher.shutdownNow().stream().map(WorkerPool::asRunnable).toList();
    }

    private static Runnable asRunnable(Object task) {
        if (task instanceof LocalChunk<?> chunk) {
            return chunk::runHere;
        }
        if (task instanceof Runnable runnable) {
            return runnable;
        }
        var callable = (Callable<?>) task;
        return () -> {
            try {
                callable.call();
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        };
    }

    @Override
    public boolean isShutdown() {
        return dispatcher.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return dispatcher.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return dispatcher.awaitTermination(timeout, unit);
    }

    /** How many tasks this pool runs at once. */
    public int workers() {
        return settings.workers();
    }

    /** A status line: {@code ProcessPool[render, RUNNING, workers=3 of 3, busy=1, queued=0, completed=12]}. */
    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + settings.name() + ", " + dispatcher + "]";
    }

    /** Loaded by the first line that is logged: a logging library takes longer to start than a worker. */
    private static final class Log {
        static final Logger LOG = LoggerFactory.getLogger(TaskPool.class);
    }
}
