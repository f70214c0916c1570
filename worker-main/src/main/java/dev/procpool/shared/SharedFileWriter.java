package dev.procpool.shared;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * Writes one file: the payload under a private temporary name beside the target, then the header, then to the disk, and
 * only then the file gets its name, all at once. Whoever opens the name sees the file before or this one, complete.
 * For one thread.
 *
 * <p>The temporary file is deleted on close and on any failure. Only a JVM that dies while writing leaves one, named
 * {@code .procpool-*.tmp}, which nobody reads and anybody may delete.
 */
final class SharedFileWriter implements Closeable {

    private static final int BUFFER_BYTES = 1 << 16;

    private final Path target;
    private final ElementType type;
    private final UUID identity = UUID.randomUUID();
    private final Path temporary;
    private final FileChannel channel;
    private final CRC32 crc = new CRC32();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long flushedBytes;

    private SharedFileWriter(Path target, ElementType type) throws IOException {
        this.target = target;
        this.type = type;
        this.temporary = temporaryBeside(target, identity);
        this.channel = createPrivate(temporary);
    }

    /** @throws SharedDataException if no file can be made beside the target */
    static SharedFileWriter create(Path file, ElementType type) {
        Path target = file.toAbsolutePath();
        if (Files.isDirectory(target)) {
            throw new SharedDataException(target, "is a directory", "give the name of a file");
        }
        try {
            return new SharedFileWriter(target, type);
        } catch (IOException e) {
            throw failure(target, e);
        }
    }

    private static Path temporaryBeside(Path target, UUID name) {
        return target.resolveSibling(".procpool-" + name + ".tmp");
    }

    /** A file for this user only. */
    private static FileChannel createPrivate(Path path, StandardOpenOption... more) throws IOException {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        Set<StandardOpenOption> options = new HashSet<>(Set.of(more));
        options.addAll(Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE));
        return FileChannel.open(path, options, attributes);
    }

    /**
     * The buffer to put the next bytes into, little-endian, with room for at least this many (at most 1 KiB).
     *
     * @throws SharedDataException if it had to be emptied first and the disk is full or fails
     */
    ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            flush();
        }
        return buffer;
    }

    void add(byte[] bytes, int from, int count) {
        for (int done = 0; done < count; ) {
            ByteBuffer room = room(1);
            int run = Math.min(count - done, room.remaining());
            room.put(bytes, from + done, run);
            done += run;
        }
    }

    long payloadBytes() {
        return flushedBytes + buffer.position();
    }

    /** Room for what must be kept until the payload is complete; deleted when closed, which is up to the caller. */
    FileChannel openSecondTemporary() throws IOException {
        return createPrivate(temporaryBeside(target, UUID.randomUUID()), StandardOpenOption.DELETE_ON_CLOSE);
    }

    /** Gives up: removes what is there and makes the exception to throw. */
    SharedDataException failed(IOException e) {
        SharedDataException failure = failure(target, e);
        close();
        return failure;
    }

    /** Completes the file, gives it its name and maps it. Call it once, and nothing but close afterwards. */
    SharedHandle finish(long length) {
        flush();
        try {
            Header header = new Header(type, identity, length, flushedBytes, (int) crc.getValue());
            writeFully(HeaderLayout.encode(header), 0);
            channel.force(true);
            // Mapped before it has its name: should another writer rename over it at once, this handle reads what it
            // wrote.
            MappedFile mapped = MappedFiles.adopt(channel, target, header, FileStamp.of(temporary));
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            forceDirectory();
            return SharedHandle.of(target, mapped);
        } catch (IOException e) {
            throw failed(e);
        } finally {
            closeChannel();
        }
    }

    /** Every add and finish ends here, or calls it where it could get by without {@link #room}. */
    void checkOpen() {
        if (!channel.isOpen()) {
            throw new IllegalStateException(target + ": this writer is finished or closed");
        }
    }

    /** Removes the temporary file; does nothing after a successful finish. */
    @Override
    public void close() {
        closeChannel();
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            throw failure(target, e);
        }
    }

    private void flush() {
        checkOpen();
        buffer.flip();
        crc.update(buffer.duplicate());
        int count = buffer.remaining();
        try {
            writeFully(buffer, HeaderLayout.BYTES + flushedBytes);
        } catch (IOException e) {
            throw failed(e);
        }
        flushedBytes += count;
        buffer.clear();
    }

    private void writeFully(ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    /** Makes the new name survive a power cut; not all file systems let a directory be opened, and none must. */
    private void forceDirectory() {
        try (FileChannel directory = FileChannel.open(target.getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        } catch (IOException e) {
            // the file itself is complete and in place
        }
    }

    private void closeChannel() {
        buffer.limit(0); // so that any later add comes to flush, which refuses it
        try {
            channel.close();
        } catch (IOException e) {
            throw failure(target, e);
        }
    }

    private static SharedDataException failure(Path target, IOException e) {
        Path directory = target.getParent();
        if (e instanceof NoSuchFileException && !Files.isDirectory(directory)) {
            return new SharedDataException(target, "directory " + directory + " is missing", "create it first", e);
        }
        if (e instanceof AccessDeniedException) {
            return new SharedDataException(
                    target, "directory " + directory + " is not writable", "choose one that this user can write to", e);
        }
        long free = directory.toFile().getUsableSpace();
        return new SharedDataException(
                target,
                "cannot be written: " + e + ", free bytes in " + directory + "=" + free,
                "nothing was left there; free some space or choose another directory",
                e);
    }
}
