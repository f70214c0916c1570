package dev.procpool.internal.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.IOUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a {@link ClassArchive}: a JVM like a worker's, which plays both sides for some tasks, writes at its end the classes
 * that it has loaded. It runs with the least priority, one at a time for all who use that archive, and is killed when the pool is
 * closed. Nobody waits for it, and nothing but a debug line tells that it failed. Thread-safe.
 */
final class ArchiveTraining implements AutoCloseable {

    private static final int LIMIT_SECONDS = 300;

    /** {@code nice} where there is one. */
    private static final String GENTLY =
            "trap '' INT; if command -v nice >/dev/null; then exec nice -n 19 \"$@\"; else exec \"$@\"; fi";

    private final ClassArchive archive;
    private final List<String> command;

    /** Once true, always true. Guarded by this. */
    private boolean begun;

    /** Once true, always true. Guarded by this. */
    private boolean closed;

    /** Null if none runs. Guarded by this. */
    private Process process;

    /** @param java a worker's command, without the jar and without any archive */
    ArchiveTraining(ClassArchive archive, List<String> java) {
        this.archive = archive;
        this.command = List.copyOf(java);
    }

    /** Starts it, unless it was started before, or others are at it, or there is no need; does not wait for it. */
    synchronized void begin() {
        if (begun || closed) {
            return;
        }
        begun = true;
        FileChannel lock = null;
        try {
            lock = FileChannel.open(
                    archive.directory().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock held = lock.tryLock();
            // Asked with the lock held: who had it before may have made one.
            if (held != null && archive.isWanted()) {
                start(lock);
                return;
            }
        } catch (IOException | RuntimeException e) {
            // OverlappingFileLockException, if it is another pool of this JVM.
            if (!(e instanceof OverlappingFileLockException)) {
                Log.LOG.debug("no class-data archive is made in {}: {}", archive.directory(), e.toString());
            }
        }
        IOUtils.closeQuietly(lock);
    }

    private void start(FileChannel lock) throws IOException {
        Path made = archive.inTheMaking();
        List<String> all = new ArrayList<>(List.of("/bin/sh", "-c", GENTLY, "procpool-training"));
        all.addAll(command);
        // Whatever it says is of no interest.
        all.addAll(List.of("-Xlog:disable", "-XX:ArchiveClassesAtExit=" + made));
        all.addAll(List.of("-jar", archive.jar().toString(), archive.directory().toString()));
        var builder = new ProcessBuilder(all)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        ChosenOptions.VARIABLES.forEach(builder.environment()::remove);
        Process started = builder.start();
        process = started;
        started.onExit()
                .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                .whenComplete((ended, late) -> ended(started, late != null, made, lock));
    }

    private synchronized void ended(Process training, boolean late, Path made, FileChannel lock) {
        try {
            process = null;
            if (late) {
                training.destroyForcibly();
            }
            if (!late && training.exitValue() == 0 && Files.exists(made)) {
                archive.accept(made);
            } else if (!closed) {
                Log.LOG.debug(
                        "no class-data archive was made in {}: {}",
                        archive.directory(),
                        late ? "it took too long" : "exit code " + training.exitValue());
                archive.refuse();
            }
            Files.deleteIfExists(made);
        } catch (IOException | RuntimeException e) {
            Log.LOG.debug("no class-data archive was made in {}: {}", archive.directory(), e.toString());
        } finally {
            IOUtils.closeQuietly(lock);
        }
    }

    @Override
    public void close() {
        Process running;
        synchronized (this) {
            closed = true;
            running = process;
        }
        if (running != null) {
            running.destroyForcibly();
        }
    }

    /** Loaded by the first line that is logged: a logging library takes longer to start than a worker. */
    private static final class Log {
        static final Logger LOG = LoggerFactory.getLogger(ArchiveTraining.class);
    }
}
