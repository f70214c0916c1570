package dev.procpool.shared;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Held by the one who builds a file, among all processes of this machine: a lock on {@code <file>.lock}, which the system
 * releases when its holder dies, however it dies. Within this JVM, where such a lock excludes nobody, a lock of the JVM's
 * stands before it.
 *
 * <p>The lock file stays, empty: whoever deleted it would leave those who wait for the deleted one and those who made a new
 * one each with a lock of their own.
 */
final class BuildLock implements AutoCloseable {

    /** One for each file that was ever built in this JVM. */
    private static final Map<Path, ReentrantLock> IN_THIS_JVM = new ConcurrentHashMap<>();

    /**
     * Of files that code of another class loader of this JVM has locked. Never closed: the system would take that for the
     * end of all locks of this process on the file.
     */
    private static final List<FileChannel> LOCKED_BY_OTHERS = new CopyOnWriteArrayList<>();

    private final ReentrantLock inThisJvm;
    private final FileChannel channel;

    private BuildLock(ReentrantLock inThisJvm, FileChannel channel) {
        this.inThisJvm = inThisJvm;
        this.channel = channel;
    }

    /**
     * Waits until nobody else holds it.
     *
     * @param file whose directory is there
     * @throws IOException if the file cannot be locked, or the waiting thread is interrupted
     * @throws IllegalStateException if this thread holds it: a builder that waits for itself
     */
    static BuildLock acquire(Path file) throws IOException {
        // One path for one file, however its directory is spelt.
        Path real = file.getParent().toRealPath().resolve(file.getFileName());
        ReentrantLock inThisJvm = IN_THIS_JVM.computeIfAbsent(real, any -> new ReentrantLock());
        if (inThisJvm.isHeldByCurrentThread()) {
            throw new IllegalStateException(file + ": its builder asks for the file it builds");
        }
        try {
            inThisJvm.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("while another thread builds it");
        }
        try {
            return new BuildLock(inThisJvm, locked(real.resolveSibling(real.getFileName() + ".lock")));
        } catch (IOException | RuntimeException | Error e) {
            inThisJvm.unlock();
            throw e;
        }
    }

    private static FileChannel locked(Path lockFile) throws IOException {
        FileChannel channel = FileChannel.open(
                lockFile, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            channel.lock();
            return channel;
        } catch (OverlappingFileLockException e) {
            LOCKED_BY_OTHERS.add(channel);
            throw new IOException("it is being built by code of another class loader of this JVM", e);
        } catch (FileLockInterruptionException e) {
            channel.close();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("while another program builds it");
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    boolean isHeld() {
        return inThisJvm.isHeldByCurrentThread() && channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            inThisJvm.unlock();
        }
    }
}
