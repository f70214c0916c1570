package dev.procpool.internal.process;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Names of what a JVM puts into a directory that others use, too: {@code prefix<pid>-<start>-<number>suffix}. By pid and start
 * time a later JVM tells whether the owner still lives.
 *
 * <p>Not by {@code Files.createTempFile}, which loads the JDK's random generators: 40 ms before a JVM's first pool can start
 * its first worker. A name need not be hard to guess, since what has it must be new.
 */
final class OwnedName {

    private static final int ATTEMPTS = 1000;

    private static final AtomicLong NUMBER = new AtomicLong(System.nanoTime() & Integer.MAX_VALUE);

    private static final ProcessHandle SELF = ProcessHandle.current();

    private static final String OWNER = SELF.pid() + "-" + startMillis(SELF) + "-";

    private OwnedName() {}

    /** Makes a file or directory that does not exist. */
    @FunctionalInterface
    interface Maker {
        Path create(Path path) throws IOException;
    }

    /**
     * Makes something of a new name.
     *
     * @throws IOException what {@code maker} throws, other than that the name is taken
     */
    static Path create(Path directory, String prefix, String suffix, Maker maker) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return maker.create(directory.resolve(prefix + OWNER + NUMBER.incrementAndGet() + suffix));
            } catch (FileAlreadyExistsException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** @param mode as in {@code rwx------} */
    static FileAttribute<Set<PosixFilePermission>> permissions(String mode) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
    }

    /** When a process was started, as far as that is known; 0 if it is not. */
    static long startMillis(ProcessHandle process) {
        var start = process.info().startInstant();
        return start.isPresent() ? start.get().toEpochMilli() : 0;
    }
}
