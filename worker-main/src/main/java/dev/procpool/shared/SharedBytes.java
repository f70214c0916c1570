package dev.procpool.shared;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;

/** A read-only array of bytes of any length in a memory-mapped file; see {@link SharedData}. */
public final class SharedBytes extends SharedData {

    private static final long serialVersionUID = 1L;

    SharedBytes(SharedHandle handle) {
        super(handle);
    }

    /** Writes an array to a file, as {@link SharedData#write} does. */
    public static SharedBytes write(Path file, byte[] values) {
        Objects.requireNonNull(values, "values");
        return SharedData.write(file, builder(out -> out.add(values)));
    }

    /** A file of the bytes that {@code filler} adds, in its time and in little memory. */
    public static SharedBuilder<SharedBytes> builder(SharedBuilder.Filler<? super Writer> filler) {
        Objects.requireNonNull(filler, "filler");
        return SharedBuilder.of(ElementType.BYTES, SharedBytes::new, out -> {
            SharedBuilder.fill(out, filler, new Writer(out));
            return out.payloadBytes();
        });
    }

    /**
     * Opens a file of bytes.
     *
     * @throws SharedDataException if it is missing or not a complete file of bytes
     */
    public static SharedBytes open(Path file) {
        return new SharedBytes(SharedHandle.open(file, ElementType.BYTES));
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
     * Copies {@code count} values, beginning with the one at {@code from}, into an array. The fastest way to read many.
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
     * A read-only view of {@code count} values, beginning with the one at {@code from}: no copy, and as fast as a buffer
     * can be. The view stays when this handle is closed. If the file is cut meanwhile, the task that made
     * the view fails as it does for {@link #get}; any other reader gets the JVM's InternalError.
     *
     * @param count at most 1,073,741,816
     * @throws IndexOutOfBoundsException if the range is not within this array
     * @throws IllegalArgumentException if {@code count} is more than that
     * @throws SharedDataException as {@link #get}
     */
    public ByteBuffer slice(long from, int count) {
        MappedFile file = handle.file();
        Objects.checkFromIndexSize(from, count, file.length());
        return file.slice(from, count);
    }

    /** Adds bytes to a file. For the thread and the time of the function it is given to. */
    public static final class Writer {

        private final PayloadWriter out;

        private Writer(PayloadWriter out) {
            this.out = out;
        }

        /** Adds one value. */
        public void add(byte value) {
            out.room(1).put(value);
        }

        /** Adds all values of an array. */
        public void add(byte[] values) {
            add(values, 0, values.length);
        }

        /** Adds {@code count} values of an array, beginning with the one at {@code from}. */
        public void add(byte[] values, int from, int count) {
            Objects.checkFromIndexSize(from, count, values.length);
            out.add(values, from, count);
        }
    }
}
