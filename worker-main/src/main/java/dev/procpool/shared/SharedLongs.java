package dev.procpool.shared;

import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Objects;

/** A read-only array of longs of any length in a memory-mapped file; see {@link SharedData}. */
public final class SharedLongs extends SharedData {

    private static final long serialVersionUID = 1L;
    private static final int SHIFT = 3;

    SharedLongs(SharedHandle handle) {
        super(handle);
    }

    /** Writes an array to a file, as {@link SharedData#write} does. */
    public static SharedLongs write(Path file, long[] values) {
        Objects.requireNonNull(values, "values");
        return SharedData.write(file, builder(out -> out.add(values)));
    }

    /** A file of the longs that {@code filler} adds, in its time and in little memory. */
    public static SharedBuilder<SharedLongs> builder(SharedBuilder.Filler<? super Writer> filler) {
        Objects.requireNonNull(filler, "filler");
        return SharedBuilder.of(ElementType.LONGS, SharedLongs::new, out -> {
            SharedBuilder.fill(out, filler, new Writer(out));
            return out.payloadBytes() >> SHIFT;
        });
    }

    /**
     * Opens a file of longs.
     *
     * @throws SharedDataException if it is missing or not a complete file of longs
     */
    public static SharedLongs open(Path file) {
        return new SharedLongs(SharedHandle.open(file, ElementType.LONGS));
    }

    /**
     * One value.
     *
     * @throws IndexOutOfBoundsException unless {@code 0 <= index < length()}
     * @throws SharedDataException if this is the first use and the file is not the one this handle was made from, or
     *     if the file was cut while mapped
     * @throws IllegalStateException after {@link #close}
     */
    public long get(long index) {
        MappedFile file = handle.file();
        return file.getLong(Objects.checkIndex(index, file.length()) << SHIFT);
    }

    /**
     * Copies {@code count} values, beginning with the one at {@code from}, into an array. The fastest way to read many.
     *
     * @throws IndexOutOfBoundsException if either range is not within its array
     * @throws SharedDataException as {@link #get}
     */
    public void copyTo(long from, long[] target, int targetFrom, int count) {
        MappedFile file = handle.file();
        Objects.checkFromIndexSize(from, count, file.length());
        LongBuffer into = LongBuffer.wrap(target, targetFrom, count);
        file.forEachRun(from << SHIFT, (long) count << SHIFT, run -> into.put(run.asLongBuffer()));
    }

    /**
     * A read-only view of {@code count} values, beginning with the one at {@code from}: no copy, and as fast as a buffer
     * can be. The view stays when this handle is closed. If the file is cut meanwhile, the task that made
     * the view fails as it does for {@link #get}; any other reader gets the JVM's InternalError.
     *
     * @param count at most 134,217,727
     * @throws IndexOutOfBoundsException if the range is not within this array
     * @throws IllegalArgumentException if {@code count} is more than that
     * @throws SharedDataException as {@link #get}
     */
    public LongBuffer slice(long from, int count) {
        MappedFile file = handle.file();
        Objects.checkFromIndexSize(from, count, file.length());
        return file.slice(from << SHIFT, (long) count << SHIFT).asLongBuffer();
    }

    /** Adds longs to a file. For the thread and the time of the function it is given to. */
    public static final class Writer {

        private final PayloadWriter out;

        private Writer(PayloadWriter out) {
            this.out = out;
        }

        /** Adds one value. */
        public void add(long value) {
            out.room(Long.BYTES).putLong(value);
        }

        /** Adds all values of an array. */
        public void add(long[] values) {
            add(values, 0, values.length);
        }

        /** Adds {@code count} values of an array, beginning with the one at {@code from}. */
        public void add(long[] values, int from, int count) {
            LongBuffer left = LongBuffer.wrap(values, from, count);
            while (left.hasRemaining()) {
                ByteBuffer room = out.room(Long.BYTES);
                int run = Math.min(left.remaining(), room.remaining() >> SHIFT);
                room.asLongBuffer().put(left.slice().limit(run));
                room.position(room.position() + (run << SHIFT));
                left.position(left.position() + run);
            }
        }
    }
}
