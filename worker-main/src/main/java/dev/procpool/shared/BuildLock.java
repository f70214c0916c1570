package dev.procpool.shared;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Held by the one who builds a file, among all processes of this machine: a lock on {@code <file>.lock}, which the system
 * releases when its holder dies, however it dies. Within this JVM, where such a lock excludes nobody, a lock of the JVM's
 * stands before it.
 */
final class BuildLock implements AutoCloseable {

    /** One for each file that was ever built in this JVM. */
    private static final Map<Path, ReentrantLock> IN_THIS_JVM = new ConcurrentHashMap<>();

    private final ReentrantLock inThisJvm;
    private final Path lockFile;
    private FileChannel channel;

    private BuildLock(Path lockFile, ReentrantLock inThisJvm) {
        this.lockFile = lockFile;
        this.inThisJvm = inThisJvm;
    }

    /**
     * Waits until nobody else holds it.
     *
     * @throws IOException if the file cannot be locked, or the waiting thread is interrupted
     * @throws IllegalStateException if this thread holds it: a builder that waits for itself
     */
    static BuildLock acquire(Path file) throws IOException {
        ReentrantLock inThisJvm = IN_THIS_JVM.computeIfAbsent(file, any -> new ReentrantLock());
        if (inThisJvm.isHeldByCurrentThread()) {
            throw new IllegalStateException(file + ": its builder asks for the file it builds");
        }
        try {
            inThisJvm.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while another thread builds it");
        }
        var lock = new BuildLock(file.resolveSibling(file.getFileName() + ".lock"), inThisJvm);
        try {
            lock.lockFile();
            return lock;
        } catch (IOException | RuntimeException | Error e) {
            inThisJvm.unlock();
            throw e;
        }
    }

    private void lockFile() throws IOException {
        while (channel == null) {
            FileChannel opened = FileChannel.open(
                    lockFile, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                Object opening = key(lockFile);
                opened.lock();
                // Its last holder deletes the file: what was locked may be nobody's any more.
                if (opening != null && opening.equals(key(lockFile))) {
                    channel = opened;
                }
            } catch (FileLockInterruptionException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while another program builds it");
            } catch (OverlappingFileLockException e) {
                throw new IOException("it is being built by code of another class loader of this JVM", e);
            } finally {
                if (channel == null) {
                    opened.close();
                }
            }
        }
    }

    /** What tells the file from a later one of its name; null if there is none. */
    private static Object key(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Objects.requireNonNullElse(attributes.fileKey(), attributes.creationTime());
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    boolean isHeld() {
        return inThisJvm.isHeldByCurrentThread() && channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        try {
            Files.deleteIfExists(lockFile);
        } finally {
            channel.close();
            inThisJvm.unlock();
        }
    }
}
