package dev.procpool;

import dev.procpool.codec.FallbackCodec;
import dev.procpool.codec.FallbackCodec.Encoded;
import dev.procpool.codec.TaskCodec;
import dev.procpool.internal.pool.Dispatcher;
import dev.procpool.internal.pool.PendingTask;
import dev.procpool.internal.process.WorkerConfig;
import dev.procpool.internal.process.WorkerLauncher;
import dev.procpool.task.RemoteCallable;
import dev.procpool.task.RemoteFunction;
import dev.procpool.task.RemoteRunnable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link TaskPool} of worker JVMs on this machine.
 *
 * <p>The workers are started when the pool is created, and in the background: tasks may be submitted at once. A worker that
 * dies is replaced; the task it had started fails with {@link WorkerCrashedException}, one that it had not started goes to
 * another worker.
 *
 * <p>All threads of a pool are daemons: a program that wants its results waits for them, or closes the pool. When this JVM
 * ends, in whatever way, its workers end.
 */
public final class ProcessPool implements TaskPool {

    /** Inputs of {@code map} that are submitted for each worker ahead of the results consumed. */
    private static final int LOOK_AHEAD_PER_WORKER = 16;

    /** Longer bodies are refused before they are sent; arrays of the JVM end a little above this. */
    private static final int MAX_BODY_BYTES = Integer.MAX_VALUE - 64;

    private final String name;
    private final int workers;
    private final FallbackCodec codec;
    private final Dispatcher dispatcher;
    private final AtomicLong lastTaskId = new AtomicLong();

    private ProcessPool(Builder builder) {
        this.name = builder.name;
        this.workers = builder.workers;
        byte codecId = CodecChoice.wireId(builder.codec);
        var launcher = new WorkerLauncher(new WorkerConfig(
                name,
                workers,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                List.copyOf(builder.jvmArgs),
                List.copyOf(builder.classPath),
                Map.copyOf(builder.env),
                codecId,
                MAX_BODY_BYTES));
        this.dispatcher = new Dispatcher(name, workers, launcher, builder.output);
        try {
            dispatcher.open();
            // Only now: FST and the workers' JVMs take about as long to start, and so they do it at the same time.
            this.codec = CodecChoice.codec(builder.codec, codecId);
        } catch (RuntimeException | Error e) {
            dispatcher.shutdownNow();
            throw e;
        }
    }

    /** A pool of one worker fewer than the CPUs that are usable, so that this JVM keeps one; at least one worker. */
    public static ProcessPool create() {
        return builder().build();
    }

    /** @throws IllegalArgumentException if {@code workers} is not positive, or absurd */
    public static ProcessPool create(int workers) {
        return builder().workers(workers).build();
    }

    public static Builder builder() {
        return new Builder();
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
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(options, "options");
        var future = new TaskFuture<T>(lastTaskId.incrementAndGet());
        Encoded body = encode(future.id(), task);
        var pending = new PendingTask(
                future, task, codec, body, options.timeoutNanos(), new Throwable("submit site"), result);
        future.whenCancelled(mayInterrupt -> dispatcher.cancelled(pending, mayInterrupt));
        dispatcher.submit(pending);
        return future;
    }

    private Encoded encode(long id, Object task) {
        try {
            Encoded encoded = codec.encode(task);
            if (encoded.bytes().length > MAX_BODY_BYTES) {
                throw new IOException("it is too large: " + encoded.bytes().length + " bytes > max=" + MAX_BODY_BYTES);
            }
            return encoded;
        } catch (IOException e) {
            throw new TaskSerializationException(
                    "pool '" + name + "': task " + id + " cannot travel to a worker: " + e.getMessage()
                            + ". Pass it as RemoteCallable or RemoteRunnable, and let it capture only what is Serializable",
                    e);
        }
    }

    /** Runs a task of which nobody wants to hear; that it failed is logged. */
    @Override
    public void execute(Runnable command) {
        submit(command).whenComplete((nothing, failure) -> {
            if (failure != null && !(failure instanceof CancellationException)) {
                Log.LOG.error("pool '{}': a task given to execute failed", name, failure);
            }
        });
    }

    @Override
    public <A, R> Stream<R> map(RemoteFunction<? super A, ? extends R> fn, Iterable<? extends A> inputs) {
        Objects.requireNonNull(fn, "fn");
        Objects.requireNonNull(inputs, "inputs");
        return OrderedResults.stream(this, fn, inputs, LOOK_AHEAD_PER_WORKER * workers);
    }

    @Override
    public void shutdown() {
        dispatcher.shutdown();
    }

    /**
     * Gives up: no more tasks are taken, waiting ones are cancelled, running ones are interrupted and a second later lose
     * their workers. Every future ends, with a {@link CancellationException} if it had not ended before.
     *
     * @return the tasks that never started, to be run by the caller if it wants
     */
    @Override
    public List<Runnable> shutdownNow() {
        return dispatcher.shutdownNow().stream().map(ProcessPool::asRunnable).toList();
    }

    private static Runnable asRunnable(Object task) {
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

    /** How many workers this pool keeps. */
    public int workers() {
        return workers;
    }

    /** @throws PoolBrokenException if no worker can be started */
    void awaitFirstWorker() throws InterruptedException {
        try {
            dispatcher.firstWorker().get();
        } catch (ExecutionException e) {
            throw (PoolBrokenException) e.getCause();
        }
    }

    /** A status line: {@code ProcessPool[render, RUNNING, workers=3 of 3, busy=1, queued=0, completed=12]}. */
    @Override
    public String toString() {
        return "ProcessPool[" + name + ", " + dispatcher + "]";
    }

    /** Loaded by the first line that is logged: a logging library takes longer to start than a worker. */
    private static final class Log {
        static final Logger LOG = LoggerFactory.getLogger(ProcessPool.class);
    }

    /** Settings of a {@link ProcessPool}. Each method returns this builder. Not thread-safe. */
    public static final class Builder {

        private static final int MAX_WORKERS = 4096;
        private static final AtomicInteger POOLS = new AtomicInteger();

        private int workers = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
        private final List<String> jvmArgs = new ArrayList<>();
        private final List<Path> classPath = new ArrayList<>();
        private final Map<String, String> env = new HashMap<>();
        private String name = "pool-" + POOLS.incrementAndGet();
        private TaskCodec codec;
        private WorkerOutput output = WorkerOutput.standardStreams();

        private Builder() {}

        /**
         * How many worker JVMs; by default one fewer than the usable CPUs, and at least one.
         *
         * @throws IllegalArgumentException if it is not in 1 to 4096
         */
        public Builder workers(int workers) {
            if (workers < 1 || workers > MAX_WORKERS) {
                throw new IllegalArgumentException("workers must be in 1.." + MAX_WORKERS + ": workers=" + workers);
            }
            this.workers = workers;
            return this;
        }

        /** Adds options to the workers' JVM, such as {@code -Xmx512m}; they win over inherited ones. */
        public Builder jvmArgs(String... options) {
            jvmArgs.addAll(List.of(options));
            return this;
        }

        /** Adds entries to the workers' class path, which is then no longer that of this JVM. */
        public Builder classPath(Path... entries) {
            classPath.addAll(List.of(entries));
            return this;
        }

        /**
         * Sets a variable in the workers' environment, which otherwise is that of this JVM.
         *
         * @throws IllegalArgumentException if no operating system would take it
         */
        public Builder env(String variable, String value) {
            Objects.requireNonNull(value, "value");
            if (variable.isEmpty() || variable.contains("=") || variable.contains("\0") || value.contains("\0")) {
                throw new IllegalArgumentException(
                        "a variable's name must not be empty or contain '=', and neither name"
                                + " nor value may contain NUL: variable='" + variable + "'");
            }
            env.put(variable, value);
            return this;
        }

        /**
         * The name for threads, log lines and messages; by default {@code pool-} and a number.
         *
         * @throws IllegalArgumentException if it is blank
         */
        public Builder name(String name) {
            if (name.isBlank()) {
                throw new IllegalArgumentException("name must not be blank: name='" + name + "'");
            }
            this.name = name;
            return this;
        }

        /**
         * How objects travel; by default FST where this JVM allows it, else Java serialization. An allow-list of the codec
         * holds for what comes back from the workers, in whatever way it travels; they decode every task.
         */
        public Builder codec(TaskCodec codec) {
            this.codec = Objects.requireNonNull(codec, "codec");
            return this;
        }

        /** Where the lines go that tasks print; by default to this JVM's standard streams, tagged. */
        public Builder output(WorkerOutput output) {
            this.output = Objects.requireNonNull(output, "output");
            return this;
        }

        /**
         * Creates the pool and begins to start its workers; does not wait for them. That no worker can be started shows
         * in the first future, as a {@link PoolBrokenException}.
         *
         * @throws java.io.UncheckedIOException if the temporary directory is not writable
         */
        public ProcessPool build() {
            return new ProcessPool(this);
        }
    }
}
