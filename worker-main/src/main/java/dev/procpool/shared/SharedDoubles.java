package dev.procpool.shared;

import java.io.Closeable;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.DoubleBuffer;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A read-only array of doubles in a memory-mapped file, of any length, shared by all processes that open it.
 *
 * <p>A task may capture it: it travels as the file's name and identity, and maps itself on first use, once per JVM. If
 * the file has been replaced, cut or removed by then, that use throws {@link SharedDataException}. Safe for use by many
 * threads.
 */
public final class SharedDoubles implements Serializable, AutoCloseable {

    private static final long serialVersionUID = 1L;
    private static final int SHIFT = 3;

    private final transient SharedHandle handle;

    SharedDoubles(SharedHandle handle) {
        this.handle = handle;
    }

    /**
     * Writes a file, replacing any of that name in one step, and opens it.
     *
     * @throws SharedDataException if it cannot be written; nothing is left then
     */
    public static SharedDoubles write(Path file, double[] values) {
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
        return new Writer(SharedFileWriter.create(file, ElementType.DOUBLES));
    }

    /**
     * Opens a file of doubles.
     *
     * @throws SharedDataException if it is missing or not a complete file of doubles
     */
    public static SharedDoubles open(Path file) {
        return new SharedDoubles(SharedHandle.open(file, ElementType.DOUBLES));
    }

    /** How many doubles there are. */
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
    public double get(long index) {
        MappedFile file = handle.file();
        return file.getDouble(Objects.checkIndex(index, file.length()) << SHIFT);
    }

    /**
     * Copies {@code count} values, beginning with the one at {@code from}, into an array.
     *
     * @throws IndexOutOfBoundsException if either range is not within its array
     * @throws SharedDataException as {@link #get}
     */
    public void copyTo(long from, double[] target, int targetFrom, int count) {
        MappedFile file = handle.file();
        Objects.checkFromIndexSize(from, count, file.length());
        DoubleBuffer into = DoubleBuffer.wrap(target, targetFrom, count);
        file.forEachRun(from << SHIFT, (long) count << SHIFT, run -> into.put(run.asDoubleBuffer()));
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
     * Writes a file of doubles of any length in little memory. Closing it without {@link #finish} leaves nothing behind.
     * For one thread. Every method throws {@link SharedDataException} if the disk is full or fails, and {@link
     * IllegalStateException} once finished or closed.
     */
    public static final class Writer implements Closeable {

        private final SharedFileWriter out;

        private Writer(SharedFileWriter out) {
            this.out = out;
        }

        /** Appends one value. */
        public void add(double value) {
            out.room(Double.BYTES).putDouble(value);
        }

        /** Appends {@code count} values of an array, beginning with the one at {@code from}. */
        public void add(double[] values, int from, int count) {
            DoubleBuffer left = DoubleBuffer.wrap(values, from, count);
            while (left.hasRemaining()) {
                var room = out.room(Double.BYTES);
                int run = Math.min(left.remaining(), room.remaining() >> SHIFT);
                room.asDoubleBuffer().put(left.slice().limit(run));
                room.position(room.position() + (run << SHIFT));
                left.position(left.position() + run);
            }
        }

        /** Completes the file under its name, on the disk, and opens it. */
        public SharedDoubles finish() {
            return new SharedDoubles(out.finish(out.payloadBytes() >> SHIFT));
        }

        @Override
        public void close() {
            out.close();
        }
    }
}
