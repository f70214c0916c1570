package dev.procpool.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the windows and journals of a pool's workers are. Their files have names only until the worker has opened them, and take no
 * memory until then; what a parent and a worker that both died at that moment have left is swept when the next pool
 * starts. Where there is no shared memory all arrays go
 * through the pipes, and each message is sent at once.
 */
final class SharedMemory {

    private static final String PREFIX = "procpool-";
    private static final String WINDOW = ".window";
    private static final String JOURNAL = ".journal";

    private final Path directory;
    private final long byReferenceBytes;
    private final String poolName;

    /** Once true, always true. */
    private final AtomicBoolean said = new AtomicBoolean();

    /** @param byReferenceBytes the least size of an array that goes through a window; the largest number for none */
    SharedMemory(Path directory, long byReferenceBytes, String poolName) {
        this.directory = directory;
        this.byReferenceBytes = byReferenceBytes;
        this.poolName = poolName;
    }

    /** The journal of a worker that is yet to be told; empty if there can be none. */
    Optional<WorkerJournal> journal() {
        try {
            return Optional.of(WorkerJournal.create(() -> newFile(JOURNAL)));
        } catch (IOException | RuntimeException e) {
            // Everything works without; only slower.
            return Optional.empty();
        }
    }

    /** The windows of a worker that is yet to be told; empty if there can be none. */
    Optional<WorkerWindows> windows() {
        if (byReferenceBytes == Long.MAX_VALUE) {
            return Optional.empty();
        }
        try {
            return Optional.of(WorkerWindows.create(() -> newFile(WINDOW), this::refused));
        } catch (IOException | RuntimeException e) {
            refused(e.toString());
            return Optional.empty();
        }
    }

    /** With mode 0600. */
    private Path newFile(String suffix) throws IOException {
        return OwnedName.create(
                directory, PREFIX, suffix, path -> Files.createFile(path, OwnedName.permissions("rw-------")));
    }

    private void refused(String why) {
        if (said.compareAndSet(false, true)) {
            Log.LOG.info("pool '{}': large arrays go through the pipes, not through shared memory: {}", poolName, why);
        }
    }

    /** Deletes what others have left whose JVMs were killed. */
    void sweep() {
        try (Stream<Path> found = Files.list(directory)) {
            for (Path file : (Iterable<Path>) found::iterator) {
                if (isOrphan(file)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | RuntimeException e) {
            // Somebody else's mess; creating our own files tells if it is ours.
        }
    }

    /**
     * Whether nobody runs under the pid and start time in its name. If its owner is only out of our sight, in another
     * container with the same shared memory, a worker of its does without windows.
     */
    private static boolean isOrphan(Path file) throws IOException {
        Matcher name = Names.PATTERN.matcher(file.getFileName().toString());
        return name.matches()
                && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName().equals(System.getProperty("user.name"))
                && ProcessHandle.of(Long.parseLong(name.group(1)))
                        .filter(owner -> OwnedName.startMillis(owner) == Long.parseLong(name.group(2)))
                        .isEmpty();
    }

    /** Loaded by the first line that is logged: a logging library takes longer to start than a worker. */
    private static final class Log {
        static final Logger LOG = LoggerFactory.getLogger(SharedMemory.class);
    }

    /** Compiled by the first sweep. */
    private static final class Names {
        static final Pattern PATTERN = Pattern.compile(
                PREFIX + "(\\d{1,18})-(\\d{1,18})-\\d+(" + Pattern.quote(WINDOW) + "|" + Pattern.quote(JOURNAL) + ")");
    }
}
