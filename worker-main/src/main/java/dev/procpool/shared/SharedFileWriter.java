package dev.procpool.shared;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
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

/**
 * Writes one file: the payload under a private temporary name beside the target, then the header, then to the disk, and
 * only then the file gets its name, all at once. Whoever opens the name sees the file before or this one, complete.
 *
 * <p>The temporary file is deleted on any failure. Only a JVM that dies while writing leaves one, named
 * {@code .procpool-*.tmp}, which nobody reads and anybody may delete.
 *
 * <p>The finished file is read-only even for its owner: to cut a file that others have mapped costs them their tasks, and
 * this keeps all but root from doing it by mistake.
 */
final class SharedFileWriter implements Closeable {

    private static final String WHILE_WRITTEN = "rw-------";
    private static final String FINISHED = "r--------";

    private final TemporaryNames names;
    private final Path target;
    private final UUID identity = UUID.randomUUID();
    private final Path temporary;
    private final FileChannel channel;

    private SharedFileWriter(TemporaryNames names) throws IOException {
        this.names = names;
        this.target = names.target();
        this.temporary = names.next();
        this.channel = createPrivate(temporary);
    }

    /** @throws SharedDataException as {@link SharedData#write} */
    static <T extends SharedData> T write(Path file, SharedBuilder<T> builder, UUID key, Durability durability) {
        Path target = file.toAbsolutePath();
        if (Files.isDirectory(target)) {
            throw new SharedDataException(target, "is a directory", "give the name of a file");
        }
        try (var writer = new SharedFileWriter(new TemporaryNames(target, key))) {
            return builder.open(writer.write(builder, durability));
        } catch (IOException e) {
            throw failure(target, e);
        }
    }

    private SharedHandle write(SharedBuilder<?> builder, Durability durability) throws IOException {
        var payload = new PayloadWriter(names, channel, HeaderLayout.BYTES);
        Header header;
        try {
            long length = builder.writeTo(payload);
            payload.finish();
            header = new Header(
                    builder.type(), identity, length, payload.payloadBytes(), names.key(), payload.checksum());
        } finally {
            payload.abandon();
        }
        // A section that failed, and whose builder was forgiven, may have left bytes behind the end.
        channel.truncate(HeaderLayout.BYTES + payload.payloadBytes());
        ByteBuffer bytes = HeaderLayout.encode(header);
        while (bytes.hasRemaining()) {
            channel.write(bytes, bytes.position());
        }
        if (durability == Durability.SURVIVES_POWER_CUT) {
            channel.force(true);
        }
        setPermissions(temporary, FINISHED);
        // Mapped before it has its name: should another writer rename over it at once, this handle reads what it wrote.
        MappedFile mapped = mapped(header);
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        if (durability == Durability.SURVIVES_POWER_CUT) {
            forceDirectory();
        }
        return SharedHandle.of(target, mapped);
    }

    private MappedFile mapped(Header header) throws IOException {
        var opened = new RandomAccessFile(temporary.toFile(), "r");
        try {
            return MappedFiles.adopt(opened, target, header, FileStamp.of(temporary));
        } catch (IOException | RuntimeException | Error e) {
            opened.close();
            throw e;
        }
    }

    static FileChannel openSecondTemporary(TemporaryNames names) throws IOException {
        return createPrivate(names.next(), StandardOpenOption.DELETE_ON_CLOSE);
    }

    /** A file for this user only. */
    private static FileChannel createPrivate(Path path, StandardOpenOption... more) throws IOException {
        FileAttribute<?>[] attributes = isPosix(path)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(WHILE_WRITTEN))
                }
                : new FileAttribute<?>[0];
        Set<StandardOpenOption> options = new HashSet<>(Set.of(more));
        options.addAll(Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE));
        return FileChannel.open(path, options, attributes);
    }

    private static void setPermissions(Path path, String permissions) throws IOException {
        if (isPosix(path)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Removes the temporary file; there is none after success. */
    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            Files.deleteIfExists(temporary);
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

    static SharedDataException failure(Path target, IOException e) {
        if (MappedFiles.isInterruption(e)) {
            return new SharedDataException(target, "interrupted: " + e, "nothing was left there; ask again", e);
        }
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
