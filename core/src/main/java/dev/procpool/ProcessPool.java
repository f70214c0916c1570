package dev.procpool;

import dev.procpool.bulk.Bulk;
import dev.procpool.codec.FallbackCodec;
import dev.procpool.codec.FallbackCodec.Encoded;
import dev.procpool.codec.TaskCodec;
import dev.procpool.internal.pool.Initializer;
import dev.procpool.internal.pool.JvmEnd;
import dev.procpool.internal.process.ResidentSize;
import dev.procpool.internal.process.WorkerConfig;
import dev.procpool.internal.process.WorkerLauncher;
import dev.procpool.task.RemoteFunction;
import dev.procpool.task.RemoteRunnable;
import dev.procpool.worker.MapChunk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A {@link TaskPool} of worker JVMs on this machine.
 *
 * <p>The workers are started when the pool is created, and in the background: tasks may be submitted at once. A worker that
 * dies is replaced; the task it had started fails with {@link WorkerCrashedException}, one that it had not started goes to
 * another worker.
 *
 * <p>A pool keeps this JVM alive while it has something to do, and no longer. One that nobody can reach any more finishes what
 * it has accepted and shuts itself down. When this JVM ends, in whatever way, its workers end.
 */
public final class ProcessPool extends WorkerPool {

    /** Some wake-ups of a thread: who has waited so long in vain is likely to wait much longer. */
    private static final long SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    /** Longer bodies are refused before they are sent; arrays of the JVM end a little above this. */
    private static final int MAX_BODY_BYTES = Integer.MAX_VALUE - 64;

    private static final long DEFAULT_BY_REFERENCE_BYTES = 1L << 20;

    private final String name;
    private final FallbackCodec codec;

    /** @param earlyCodec null if it has not been needed so far */
    private ProcessPool(
            Builder builder, WorkerLauncher launcher, byte codecId, FallbackCodec earlyCodec, Initializer initializer) {
        super(builder, initializer, launcher);
        this.name = builder.name();
        try {
            dispatcher().open();
            // Only now, while the workers' JVMs start.
            this.codec = earlyCodec != null ? earlyCodec : CodecChoice.codec(builder.codec, codecId);
            launcher.finishPreparing();
        } catch (RuntimeException | Error e) {
            dispatcher().shutdownNow();
            throw e;
        }
    }

    private static ProcessPool open(Builder builder) {
        Nesting.requireProcesses();
        JvmEnd.requireNotBegun(builder.name());
        byte codecId = CodecChoice.wireId(builder.codec);
        RemoteRunnable given = builder.initializer();
        if (given == null) {
            return new ProcessPool(builder, builder.launcher(codecId), codecId, null, null);
        }
        FallbackCodec codec = CodecChoice.codec(builder.codec, codecId);
        Encoded body = encode(builder.name(), codec, "the initializer", given);
        return new ProcessPool(builder, builder.launcher(codecId), codecId, codec, initializer(given, codec, body));
    }

    private static Encoded encode(String pool, FallbackCodec codec, Object what, Object task) {
        try {
            Encoded encoded = codec.encode(task, Bulk.Collector.copying());
            if (encoded.length() > MAX_BODY_BYTES) {
                throw new IOException("it is too large: " + encoded.length() + " bytes > max=" + MAX_BODY_BYTES);
            }
            return encoded;
        } catch (IOException e) {
            throw new TaskSerializationException(
                    "pool '" + pool + "': " + what + " cannot travel to a worker: " + e.getMessage()
                            + ". Pass it as RemoteCallable or RemoteRunnable, and let it capture only what is Serializable",
                    e);
        }
    }

    /** A pool of one worker fewer than the CPUs that are usable, so that this JVM keeps one; at least one worker. */
    public static ProcessPool create() {
        return builder().build();
    }

    /** @throws IllegalArgumentException if {@code workers} is not in 1 to 4096 */
    public static ProcessPool create(int workers) {
        return builder().workers(workers).build();
    }

    public static Builder builder() {
        return new Builder();
    }

    @Override
    FallbackCodec codec() {
        return codec;
    }

    @Override
    Encoded encode(Object what, Object task) {
        return encode(name, codec, what, task);
    }

    @Override
    <A> Callable<?> chunk(RemoteFunction<? super A, ?> fn, List<? extends A> inputs) {
        return MapChunk.of(fn, inputs);
    }

    /** @throws PoolBrokenException if no worker can be started */
    void awaitFirstWorker() throws InterruptedException {
        try {
            dispatcher().firstWorker().get();
        } catch (ExecutionException e) {
            throw (PoolBrokenException) e.getCause();
        }
    }

    /** What can be set of a {@link ProcessPool}. Each method returns this builder. Not thread-safe. */
    public static final class Builder extends PoolBuilder<Builder> {

        private final List<String> jvmArgs = new ArrayList<>();
        private final List<Path> classPath = new ArrayList<>();
        private final Map<String, String> env = new HashMap<>();
        private Path workingDirectory;
        private TaskCodec codec;
        private long byReferenceBytes = DEFAULT_BY_REFERENCE_BYTES;
        private Path sharedMemory = Path.of("/dev/shm");
        private boolean classDataSharing = true;
        private Path cacheDirectory;
        private OptionalLong spinNanos = OptionalLong.empty();
        private long maxWorkerMemoryBytes;
        private long queueBytes;
        private WorkerOutput output = WorkerOutput.standardStreams();

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /** Adds options to the workers' JVM, such as {@code -Xmx512m}; they win over inherited ones. */
        public Builder jvmArgs(String... options) {
            for (String option : options) {
                jvmArgs.add(Objects.requireNonNull(option, "jvmArgs"));
            }
            return this;
        }

        /** Adds entries to the workers' class path, which is then no longer that of this JVM. */
        public Builder classPath(Path... entries) {
            for (Path entry : entries) {
                classPath.add(Objects.requireNonNull(entry, "classPath"));
            }
            return this;
        }

        /**
         * Sets a variable in the workers' environment, which otherwise is that of this JVM.
         *
         * @throws IllegalArgumentException if no operating system would take it
         */
        public Builder env(String variable, String value) {
            Objects.requireNonNull(variable, "variable");
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
         * How objects travel; by default FST where this JVM allows it, else Java serialization. An allow-list of the codec
         * holds for what comes back from the workers, in whatever way it travels; they decode every task.
         */
        public Builder codec(TaskCodec codec) {
            this.codec = Objects.requireNonNull(codec, "codec");
            return this;
        }

        /**
         * From which size on a primitive array in a task or a result goes through shared memory instead of the pipe; by
         * default 1 MiB. It makes no difference to the task, which gets an array of its own either way, as it was when
         * the task was submitted. A worker that has got or given such an array has a window of 1 MiB in
         * {@code /dev/shm} for that direction; where there is none, or too little room, everything goes through the pipe.
         *
         * @param bytes {@link Long#MAX_VALUE} for never
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder byReferenceAbove(long bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("byReferenceAbove must be positive: byReferenceAbove=" + bytes);
            }
            byReferenceBytes = bytes;
            return this;
        }

        /**
         * Whether workers may be started with an archive of their classes, which makes their start some tens of milliseconds
         * shorter; by default they may. The first pool whose workers have no archive yet makes one: a further JVM, of the
         * least priority, for one or two seconds, which ends with the pool. It is kept in {@link #cacheDirectory}, with some
         * megabytes, and used by all later pools of this user with the same JDK, class path and options. Where that cannot be
         * done, workers start without one. Classes from directories are not archived, nor from jars that stand behind a
         * directory on the class path.
         *
         * @param allowed false to neither make nor use one
         */
        public Builder classDataSharing(boolean allowed) {
            classDataSharing = allowed;
            return this;
        }

        /**
         * Where archives of workers' classes are kept; by default what the system property {@code procpool.cacheDirectory}
         * says, where an empty one is for no archives, or else {@code $XDG_CACHE_HOME/procpool} or {@code ~/.cache/procpool}.
         * It is made if need be. If it belongs to somebody else, or others may write to it, or it is a link, there is no
         * archive. At most eight are kept; those that have not been used for the longest time are deleted.
         */
        public Builder cacheDirectory(Path directory) {
            cacheDirectory = Objects.requireNonNull(directory, "cacheDirectory");
            return this;
        }

        /** For tests: how long to look for a message before sleeping. */
        Builder spinNanos(long nanos) {
            spinNanos = OptionalLong.of(nanos);
            return this;
        }

        /** Where every core has a worker, whoever looks for a message keeps somebody from sending it. */
        private long spinNanosWhereCoresAreFree() {
            return workersAndSpares() < Runtime.getRuntime().availableProcessors() ? SPIN_NANOS : 0;
        }

        /** Where shared memory is, or is not, for tests. */
        Builder sharedMemory(Path directory) {
            sharedMemory = directory;
            return this;
        }

        /** Where the lines go that tasks print; by default to this JVM's standard streams, tagged. */
        public Builder output(WorkerOutput output) {
            this.output = Objects.requireNonNull(output, "output");
            return this;
        }

        /**
         * The workers' working directory; by default that of this JVM.
         *
         * @throws IllegalArgumentException if there is no such directory
         */
        public Builder workingDirectory(Path directory) {
            if (!Files.isDirectory(Objects.requireNonNull(directory, "workingDirectory"))) {
                throw new IllegalArgumentException(
                        "workingDirectory must be a directory that exists: workingDirectory=" + directory);
            }
            this.workingDirectory = directory;
            return this;
        }

        /**
         * The resident size above which a worker is replaced; by default none. Looked at twice a second; the worker works
         * until its replacement is ready, and ends between two tasks.
         *
         * @throws IllegalArgumentException if it is not positive
         * @throws UnsupportedOperationException if this operating system does not tell how large a process is
         */
        public Builder maxWorkerMemory(long bytes) {
            if (!ResidentSize.isKnown()) {
                throw new UnsupportedOperationException("maxWorkerMemory needs /proc, as Linux has it: os="
                        + System.getProperty("os.name") + ". Limit the heap instead, as with jvmArgs(\"-Xmx512m\")");
            }
            this.maxWorkerMemoryBytes = positive("maxWorkerMemory", bytes);
            return this;
        }

        /**
         * How many bytes of encoded tasks may wait for a worker; by default any number. A task that is larger than that
         * finds room when no other waits.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder queueCapacityBytes(long bytes) {
            this.queueBytes = positive("queueCapacityBytes", bytes);
            return this;
        }

        @Override
        long maxWorkerMemoryBytes() {
            return maxWorkerMemoryBytes;
        }

        @Override
        long queueBytes() {
            return queueBytes;
        }

        @Override
        WorkerOutput output() {
            return output;
        }

        private WorkerLauncher launcher(byte codecId) {
            return new WorkerLauncher(new WorkerConfig(
                    name(),
                    workersAndSpares(),
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    List.copyOf(jvmArgs),
                    List.copyOf(classPath),
                    Map.copyOf(env),
                    Optional.ofNullable(workingDirectory),
                    Map.of(Nesting.DEPTH, Integer.toString(Nesting.depth() + 1)),
                    codecId,
                    MAX_BODY_BYTES,
                    sharedMemory,
                    byReferenceBytes,
                    spinNanos.orElseGet(this::spinNanosWhereCoresAreFree),
                    classDataSharing,
                    Optional.ofNullable(cacheDirectory)));
        }

        /**
         * Creates the pool and begins to start its workers; does not wait for them. That no worker can be started shows
         * in the first future, as a {@link PoolBrokenException}.
         *
         * @throws java.io.UncheckedIOException if the temporary directory is not writable
         * @throws IllegalStateException in a worker, which may not start a pool of processes unless the system property
         *     {@code procpool.maxDepth} allows it; in a shutdown hook, when this JVM is about to end
         * @throws TaskSerializationException if the initializer cannot travel
         */
        @Override
        public ProcessPool build() {
            return open(this);
        }
    }
}
