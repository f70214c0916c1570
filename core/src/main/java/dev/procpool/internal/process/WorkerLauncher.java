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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeroturnaround.exec.ProcessExecutor;

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
    private final List<String> command;
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> systemProperties;

    /** @throws UncheckedIOException if the pool's directory cannot be written */
    public WorkerLauncher(WorkerConfig config) {
        this.config = config;
        List<Path> classPath =
                ClassPath.withOurOwn(config.classPath().isEmpty() ? ClassPath.ofThisJvm() : config.classPath());
        this.directory = PrivateDirectory.create();
        Path jar = directory.resolve("procpool-worker.jar");
        try {
            PathingJar.write(jar, classPath);
        } catch (IOException e) {
            directory.close();
            throw new UncheckedIOException("cannot write " + jar, e);
        }
        this.sharedMemory = new SharedMemory(config.sharedMemory(), config.byReferenceBytes(), config.poolName());
        this.command = command(jar);
        // Carried by these, a debugger's or an agent's options would reach every worker; what is inherited goes by
        // name.
        ChosenOptions.VARIABLES.forEach(name -> environment.put(name, null));
        environment.putAll(config.env());
        this.systemProperties = new TreeMap<>(ParentJvm.systemProperties());
        systemProperties.putAll(config.systemProperties());
        systemProperties.put(
                "java.class.path",
                classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    }

    private List<String> command(Path jar) {
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
        java.add("-jar");
        java.add(jar.toString());
        return java;
    }

    WorkerFiles files(int worker) {
        return new WorkerFiles(directory.resolve(""), worker);
    }

    private List<String> resources() {
        var chosen = ChosenOptions.of(config.jvmArgs(), config.env());
        var resources = new WorkerResources(Machine.ofThisJvm(), config.workers(), chosen);
        resources.shortage().ifPresent(shortage -> Log.LOG.warn("pool '{}': {}", config.poolName(), shortage));
        return resources.options();
    }

    /** A process that is yet to be started; its standard streams are left to the caller. */
    ProcessExecutor executor(int worker) {
        List<String> all = new ArrayList<>(List.of("/bin/sh", "-c", MOVE_STREAMS_AND_EXEC, "procpool-worker"));
        WorkerFiles files = files(worker);
        all.add(files.log(OutputChannel.STDOUT).file().toString());
        all.add(files.log(OutputChannel.STDERR).file().toString());
        all.addAll(command);
        return new ProcessExecutor(all)
                .directory(config.workingDirectory().map(Path::toFile).orElse(null))
                .environment(environment)
                .redirectErrorStream(false)
                .streams(null);
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
                systemProperties);
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
        directory.close();
    }
}
