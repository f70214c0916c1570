package dev.procpool.internal.process;

import dev.procpool.internal.worker.PoolThreads;
import dev.procpool.internal.worker.Worker;
import dev.procpool.internal.worker.WorkerEvents;
import dev.procpool.internal.worker.WorkerSource;
import dev.procpool.wire.OutputChannel;
import dev.procpool.wire.WindowFiles;
import dev.procpool.wire.WorkerSettings;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows how to start the workers of one pool on this machine. What is the same for all of them is found out once.
 *
 * <p>A small shell goes before the JVM. It moves the pipes to descriptors 3 and 4, puts the null device on 0 and the
 * worker's files on 1 and 2, has Ctrl-C ignored (that decision is the parent's), and is then replaced by the JVM: the process
 * is the worker's own from the start. So the protocol is out of everybody's reach before the JVM prints its first warning,
 * which nothing inside the JVM could achieve.
 */
public final class WorkerLauncher implements WorkerSource {

    private static final String MOVE_STREAMS_AND_EXEC =
            "out=$1; err=$2; shift 2; trap '' INT; exec \"$@\" 3<&0 4>&1 0</dev/null 1>>\"$out\" 2>>\"$err\"";

    private static final int FIRST_JDK_TO_WARN_OF_UNSAFE = 24;

    private final WorkerConfig config;
    private final PrivateDirectory directory;
    private final SharedMemory sharedMemory;
    /** The JVM and its options, but for those of the archive. */
    private final List<String> java;

    /** The pathing jar. Guarded by this. */
    private Path jar;

    private final Optional<ClassArchive> archive;

    /** Null if no archive is to be made. */
    private final ArchiveTraining training;

    /** Whether workers are started with the archive; false for good once one has died of it. */
    private volatile boolean sharing;

    private final Map<String, String> environment = new HashMap<>();
    private final List<Path> entries;
    private final String classPath;

    /** Null until they are needed. Guarded by this. */
    private Map<String, String> systemProperties;

    /** @throws UncheckedIOException if the pool's directory cannot be written */
    public WorkerLauncher(WorkerConfig config) {
        this.config = config;
        List<Path> classPath = ClassPath.of(config.classPath());
        this.directory = PrivateDirectory.createUnswept();
        List<String> java = java();
        this.archive = config.classDataSharing() ? Sharing.archive(config, java, classPath) : Optional.empty();
        Path jar = archive.isPresent() ? archive.get().jar() : directory.resolve("procpool-worker.jar");
        if (archive.isEmpty()) {
            try {
                PathingJar.write(jar, classPath);
            } catch (IOException e) {
                directory.close();
                throw new UncheckedIOException("cannot write " + jar, e);
            }
        }
        this.sharedMemory = new SharedMemory(config.sharedMemory(), config.byReferenceBytes(), config.poolName());
        this.java = java;
        this.jar = jar;
        this.sharing = archive.isPresent() && archive.get().isReady();
        this.training = archive.isPresent() && !sharing
                ? new ArchiveTraining(archive.get(), Sharing.trainingCommand(java))
                : null;
        // Carried by these, a debugger's or an agent's options would reach every worker; what is inherited goes by
        // name.
        for (String variable : ChosenOptions.VARIABLES) {
            environment.put(variable, null);
        }
        environment.putAll(config.env());
        this.entries = classPath;
        this.classPath = joined(classPath);
    }

    private static String joined(List<Path> classPath) {
        var text = new StringBuilder();
        for (Path entry : classPath) {
            text.append(text.isEmpty() ? "" : File.pathSeparator).append(entry);
        }
        return text.toString();
    }

    /**
     * Does what the first process need not wait for: finds out what workers are told once they run, and sweeps up what others
     * have left. To be called once, when workers have been launched.
     */
    public void finishPreparing() {
        systemProperties();
        directory.sweep();
        sharedMemory.sweep();
        archive.ifPresent(used -> {
            used.touch();
            ArchiveSweep.sweep(used.directory().getParent());
        });
    }

    private synchronized Map<String, String> systemProperties() {
        if (systemProperties == null) {
            Map<String, String> all = new TreeMap<>(ParentJvm.systemProperties());
            all.putAll(config.systemProperties());
            all.put("java.class.path", classPath);
            systemProperties = all;
        }
        return systemProperties;
    }

    private List<String> java() {
        List<String> java = new ArrayList<>(List.of(config.java()));
        if (Runtime.version().feature() >= FIRST_JDK_TO_WARN_OF_UNSAFE) {
            // FST uses sun.misc.Unsafe; first, so that what this JVM was started with wins.
            java.add("--sun-misc-unsafe-memory-access=allow");
        }
        java.addAll(ParentJvm.inheritedOptions());
        // Its file would outlive a worker that is killed.
        java.add("-XX:-UsePerfData");
        java.add(WorkerFiles.crashReportOption(directory.resolve("")));
        java.addAll(resources());
        java.addAll(config.jvmArgs());
        return java;
    }

    WorkerFiles files(int worker) {
        return new WorkerFiles(directory.resolve(""), worker);
    }

    private List<String> resources() {
        var chosen = ChosenOptions.of(config.jvmArgs(), config.env());
        var resources = new WorkerResources(Machine.ofThisJvm(), config.workers(), chosen);
        Optional<String> shortage = resources.shortage();
        if (shortage.isPresent()) {
            Log.LOG.warn("pool '{}': {}", config.poolName(), shortage.get());
        }
        return resources.options();
    }

    /** The cache may have been emptied while the pool lives: then the jar that all its workers need is made anew. */
    private synchronized Path pathingJar() throws IOException {
        if (archive.isPresent() && !Files.exists(jar)) {
            sharing = false;
            jar = directory.resolve("procpool-worker.jar");
            PathingJar.write(jar, entries);
        }
        return jar;
    }

    /** Starts a worker's process. */
    Process start(int worker) throws IOException {
        List<String> all = new ArrayList<>(List.of("/bin/sh", "-c", MOVE_STREAMS_AND_EXEC, "procpool-worker"));
        WorkerFiles files = files(worker);
        all.add(files.log(OutputChannel.STDOUT).file().toString());
        all.add(files.log(OutputChannel.STDERR).file().toString());
        all.addAll(java);
        Path pathingJar = pathingJar();
        if (sharing) {
            all.addAll(archive.get().options());
        }
        all.addAll(List.of("-jar", pathingJar.toString()));
        var builder = new ProcessBuilder(all);
        if (config.workingDirectory().isPresent()) {
            builder.directory(config.workingDirectory().get().toFile());
        }
        Map<String, String> variables = builder.environment();
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            if (variable.getValue() == null) {
                variables.remove(variable.getKey());
            } else {
                variables.put(variable.getKey(), variable.getValue());
            }
        }
        return builder.start();
    }

    /** For a worker that has been started. */
    Optional<WorkerWindows> windows() {
        return sharedMemory.windows();
    }

    /** For a worker that has been started. */
    Optional<WorkerJournal> journal() {
        return sharedMemory.journal();
    }

    WorkerSettings settings(int worker, Optional<WorkerWindows> windows, Optional<WorkerJournal> journal) {
        WorkerFiles files = files(worker);
        return new WorkerSettings(
                config.poolName(),
                worker,
                config.codec(),
                config.maxBodyBytes(),
                files.log(OutputChannel.STDOUT).file().toString(),
                files.log(OutputChannel.STDERR).file().toString(),
                windows.map(both -> both.files(config.byReferenceBytes())).orElse(WindowFiles.NONE),
                journal.map(each -> each.file().toString()).orElse(""),
                config.spinNanos(),
                systemProperties());
    }

    /** Called when a worker has said hello: from then on there is time for what later pools profit from. */
    void workerRuns(PoolThreads threads) {
        if (training != null) {
            threads.later(() -> threads.blocking(training::begin));
        }
    }

    /** Called when a worker has died before it said hello: of what, nobody knows. */
    void workerNeverRan() {
        if (sharing) {
            sharing = false;
            try {
                archive.get().discard();
            } catch (IOException e) {
                Log.LOG.debug("pool '{}': {}", config.poolName(), e.toString());
            }
        }
    }

    WorkerConfig config() {
        return config;
    }

    @Override
    public Worker worker(int number, WorkerEvents events, PoolThreads threads) {
        return new ProcessWorker(number, this, events, threads);
    }

    /** Loaded by the first line that is logged: a logging library takes longer to start than a worker. */
    private static final class Log {
        static final Logger LOG = LoggerFactory.getLogger(WorkerLauncher.class);
    }

    /** Deletes the workers' files; only when no worker lives. */
    @Override
    public void close() {
        if (training != null) {
            training.close();
        }
        directory.close();
    }
}
