package dev.procpool.internal.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.commons.io.IOUtils;

/**
 * A pool's own directory under the temporary directory, readable by its owner only: the pathing jar, the workers' logs.
 * Deleted by {@link #close} or at the JVM's exit.
 *
 * <p>What a parent that was killed has left behind is swept when the next pool starts. An owner is dead if nobody runs
 * under its pid and start time, which stand in the name, and nobody holds its lock: the start time alone is no proof,
 * since it shifts when the clock is set, nor is the pid, which may be that of another container with the same /tmp.
 */
public final class PrivateDirectory implements AutoCloseable {

    private static final String PREFIX = "procpool-";
    private static final String LOCK = "owner.lock";

    private final Path path;
    private final Thread shutdownHook;

    /** Locked as long as it is open, whatever becomes of this JVM. */
    private final FileChannel lock;

    private PrivateDirectory(Path path) throws IOException {
        this.path = path;
        this.lock = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        lock.lock();
        this.shutdownHook = new Thread(this::delete, "procpool-cleanup");
    }

    /**
     * @throws UncheckedIOException if the temporary directory is not writable; the message names it
     * @throws IllegalStateException if the JVM is shutting down
     */
    public static PrivateDirectory create() {
        return createIn(Path.of(System.getProperty("java.io.tmpdir")));
    }

    static PrivateDirectory createIn(Path temporary) {
        PrivateDirectory directory = createUnswept(temporary);
        directory.sweep();
        return directory;
    }

    /** As {@link #create}, for who has no time to {@link #sweep} now. */
    static PrivateDirectory createUnswept() {
        return createUnswept(Path.of(System.getProperty("java.io.tmpdir")));
    }

    private static PrivateDirectory createUnswept(Path temporary) {
        try {
            var directory = new PrivateDirectory(OwnedName.create(
                    temporary, PREFIX, "", path -> Files.createDirectory(path, OwnedName.permissions("rwx------"))));
            directory.deleteAtExit();
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot create the pool's directory in " + temporary
                            + "; set -Djava.io.tmpdir to a directory that is writable",
                    e);
        }
    }

    private void deleteAtExit() {
        try {
            Runtime.getRuntime().addShutdownHook(shutdownHook);
        } catch (IllegalStateException e) {
            delete();
            throw new IllegalStateException("the JVM is shutting down: nobody would delete " + path, e);
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
        IOUtils.closeQuietly(lock);
    }

    /** Deletes what others have left whose JVMs were killed. */
    void sweep() {
        try (Stream<Path> found = Files.list(path.getParent())) {
            found.filter(PrivateDirectory::isOrphan).forEach(orphan -> FileUtils.deleteQuietly(orphan.toFile()));
        } catch (IOException | UncheckedIOException e) {
            // Somebody else's mess must not keep a pool from starting; creating our own directory tells if it is ours.
        }
    }

    private static boolean isOrphan(Path directory) {
        Matcher name = Names.PATTERN.matcher(directory.getFileName().toString());
        if (!name.matches() || !isOurs(directory)) {
            return false;
        }
        Optional<ProcessHandle> owner = ProcessHandle.of(Long.parseLong(name.group(1)));
        boolean runs = owner.isPresent() && OwnedName.startMillis(owner.get()) == Long.parseLong(name.group(2));
        return !runs && !isLocked(directory.resolve(LOCK));
    }

    /** Others may put what they like into a shared temporary directory, links to our own files among it. */
    private static boolean isOurs(Path directory) {
        try {
            return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                    && Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS)
                            .getName()
                            .equals(System.getProperty("user.name"));
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static boolean isLocked(Path file) {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            // Not made by us; to open a pipe would wait for ever.
            return true;
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return channel.tryLock() == null;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException | OverlappingFileLockException e) {
            // Not ours to judge, or our own.
            return true;
        }
    }

    /** Compiled by the first sweep. */
    private static final class Names {
        static final Pattern PATTERN = Pattern.compile(PREFIX + "(\\d{1,18})-(\\d{1,18})-\\d+");
    }
}
