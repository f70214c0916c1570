package dev.procpool.shared;

import java.io.Closeable;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A read-only array of bytes in a memory-mapped file, of any length, shared by all processes that open it.
 *
 * <p>A task may capture it: it travels as the file's name and identity, and maps itself on first use, once per JVM. If
 * the file has been replaced, cut or removed by then, that use throws {@link SharedDataException}. Safe for use by many
 * threads.
 */
public final class SharedBytes implements Serializable, AutoCloseable {

    private static final long serialVersionUID = 1L;

    private final transient SharedHandle handle;

    SharedBytes(SharedHandle handle) {
        this.handle = handle;
    }

    /**
     * Writes a file, replacing any of that name in one step, and opens it.
     *
     * @throws SharedDataException if it cannot be written; nothing is left then
     */
    public static SharedBytes write(Path file, byte[] values) {
        try (Writer writer = writer(file)) {
            writer.add(values, 0, values.length);
            return writer.finish();
        }
    }

    /**
     * Begins a file that is written piece by piece; it appears under its name when finished.
     *
     * @throws SharedDataException if its directory is missing or not writable
     */
    public static Writer writer(Path file) {
        return new Writer(SharedFileWriter.create(file, ElementType.BYTES));
    }

    /**
     * Opens a file of bytes.
     *
     * @throws SharedDataException if it is missing or not a complete file of bytes
     */
    public static SharedBytes open(Path file) {
        return new SharedBytes(SharedHandle.open(file, ElementType.BYTES));
    }

    /** How many bytes there are. */
    public long length() {
        return handle.file().length();
    }

    /**
     * One value.
     *
     * @throws IndexOutOfBoundsException unless {@code 0 <= index < length()}
     * @throws SharedDataException if this is the first use and the file is not the one this handle was made from, or
     *     if the file was cut while mapped
     * @throws IllegalStateException after {@link #close}
     */
    public byte get(long index) {
        MappedFile file = handle.file();
        return file.getByte(Objects.checkIndex(index, file.length()));
    }

    /**
     * Copies {@code count} values, beginning with the one at {@code from}, into an array.
     *
     * @throws IndexOutOfBoundsException if either range is not within its array
     * @throws SharedDataException as {@link #get}
     */
    public void copyTo(long from, byte[] target, int targetFrom, int count) {
        MappedFile file = handle.file();
        Objects.checkFromIndexSize(from, count, file.length());
        Objects.checkFromIndexSize(targetFrom, count, target.length);
        file.copyTo(from, target, targetFrom, count);
    }

    /**
     * Reads everything and compares the checksum, which opening does not do.
     *
     * @throws SharedDataException if the file was damaged
     */
    public void verify() {
        handle.file().verify();
    }

    /** The file, absolute. */
    public Path path() {
        return handle.path();
    }

    /** Ends the use of this handle; the file stays, and so do other handles on it. Closing twice does nothing. */
    @Override
    public void close() {
        handle.close();
    }

    @Override
    public String toString() {
        return handle.toString();
    }

    private Object writeReplace() {
        return handle.serialized();
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw SerializedHandle.required();
    }

    /**
     * Writes a file of bytes of any length in little memory. Closing it without {@link #finish} leaves nothing behind.
     * For one thread. Every method throws {@link SharedDataException} if the disk is full or fails, and {@link
     * IllegalStateException} once finished or closed.
     */
    public static final class Writer implements Closeable {

        private final SharedFileWriter out;

        private Writer(SharedFileWriter out) {
            this.out = out;
        }

        /** Appends one value. */
        public void add(byte value) {
            out.room(1).put(value);
        }

        /** Appends {@code count} values of an array, beginning with the one at {@code from}. */
        public void add(byte[] values, int from, int count) {
            Objects.checkFromIndexSize(from, count, values.length);
            out.add(values, from, count);
        }

        /** Completes the file under its name, on the disk, and opens it. */
        public SharedBytes finish() {
            return new SharedBytes(out.finish(out.payloadBytes()));
        }

        @Override
        public void close() {
            out.close();
        }
    }
}
