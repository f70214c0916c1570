package dev.procpool.internal.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/**
 * A pool's own directory under the temporary directory, readable by its owner only: the pathing jar, the workers' logs.
 * Deleted by {@link #close} or at the JVM's exit. What a parent that was killed has left behind is swept when the next
 * pool starts: the owner's pid and start time stand in the name.
 */
public final class PrivateDirectory implements AutoCloseable {

    private static final String PREFIX = "procpool-";

    private final Path path;
    private final Thread shutdownHook;

    private PrivateDirectory(Path path) {
        this.path = path;
        this.shutdownHook = new Thread(this::delete, "procpool-cleanup");
    }

    /** @throws UncheckedIOException if the temporary directory is not writable; the message names it */
    public static PrivateDirectory create() {
        return createIn(Path.of(System.getProperty("java.io.tmpdir")));
    }

    static PrivateDirectory createIn(Path temporary) {
        sweep(temporary);
        ProcessHandle self = ProcessHandle.current();
        try {
            // createTempDirectory gives mode 0700.
            var directory = new PrivateDirectory(
                    Files.createTempDirectory(temporary, PREFIX + self.pid() + "-" + startMillis(self) + "-"));
            Runtime.getRuntime().addShutdownHook(directory.shutdownHook);
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot create the pool's directory in " + temporary
                            + "; set -Djava.io.tmpdir to a directory that is writable",
                    e);
        }
    }

    public Path resolve(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() {
        delete();
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException e) {
            // The JVM is on its way out; the hook finds nothing left to do.
        }
    }

    private void delete() {
        FileUtils.deleteQuietly(path.toFile());
    }

    private static void sweep(Path temporary) {
        try (Stream<Path> found = Files.list(temporary)) {
            found.filter(PrivateDirectory::isOrphan).forEach(orphan -> FileUtils.deleteQuietly(orphan.toFile()));
        } catch (IOException | UncheckedIOException e) {
            // Somebody else's mess must not keep a pool from starting; creating our own directory tells if it is ours.
        }
    }

    private static boolean isOrphan(Path directory) {
        String[] parts = directory.getFileName().toString().split("-");
        if (parts.length != 4 || !parts[0].equals("procpool") || !Files.isDirectory(directory)) {
            return false;
        }
        try {
            Optional<ProcessHandle> owner = ProcessHandle.of(Long.parseLong(parts[1]));
            return owner.isEmpty() || startMillis(owner.get()) != Long.parseLong(parts[2]);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static long startMillis(ProcessHandle process) {
        return process.info().startInstant().map(start -> start.toEpochMilli()).orElse(0L);
    }
}
