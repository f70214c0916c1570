package dev.procpool.shared;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.file.Path;
import java.util.Objects;

/** A read-only array of doubles of any length in a memory-mapped file; see {@link SharedData}. */
public final class SharedDoubles extends SharedData {

    private static final long serialVersionUID = 1L;
    private static final int SHIFT = 3;

    SharedDoubles(SharedHandle handle) {
        super(handle);
    }

    /** Writes an array to a file, as {@link SharedData#write} does. */
    public static SharedDoubles write(Path file, double[] values) {
        Objects.requireNonNull(values, "values");
        return SharedData.write(file, builder(out -> out.add(values)));
    }

    /** A file of the doubles that {@code filler} adds, in its time and in little memory. */
    public static SharedBuilder<SharedDoubles> builder(SharedBuilder.Filler<? super Writer> filler) {
        Objects.requireNonNull(filler, "filler");
        return SharedBuilder.of(ElementType.DOUBLES, SharedDoubles::new, out -> {
            SharedBuilder.fill(out, filler, new Writer(out));
            return out.payloadBytes() >> SHIFT;
        });
    }

    /**
     * Opens a file of doubles.
     *
     * @throws SharedDataException if it is missing or not a complete file of doubles
     */
    public static SharedDoubles open(Path file) {
        return new SharedDoubles(SharedHandle.open(file, ElementType.DOUBLES));
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
     * Copies {@code count} values, beginning with the one at {@code from}, into an array. The fastest way to read many.
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
     * A read-only view of {@code count} values, beginning with the one at {@code from}: no copy, and as fast as a buffer
     * can be. The view stays when this handle is closed. If the file is cut meanwhile, the task that made
     * the view fails as it does for {@link #get}; any other reader gets the JVM's InternalError.
     *
     * @param count at most 134,217,727
     * @throws IndexOutOfBoundsException if the range is not within this array
     * @throws IllegalArgumentException if {@code count} is more than that
     * @throws SharedDataException as {@link #get}
     */
    public DoubleBuffer slice(long from, int count) {
        MappedFile file = handle.file();
        Objects.checkFromIndexSize(from, count, file.length());
        return file.slice(from << SHIFT, (long) count << SHIFT).asDoubleBuffer();
    }

    /** Adds doubles to a file. For the thread and the time of the function it is given to. */
    public static final class Writer {

        private final PayloadWriter out;

        private Writer(PayloadWriter out) {
            this.out = out;
        }

        /** Adds one value. */
        public void add(double value) {
            out.room(Double.BYTES).putDouble(value);
        }

        /** Adds all values of an array. */
        public void add(double[] values) {
            add(values, 0, values.length);
        }

        /** Adds {@code count} values of an array, beginning with the one at {@code from}. */
        public void add(double[] values, int from, int count) {
            DoubleBuffer left = DoubleBuffer.wrap(values, from, count);
            while (left.hasRemaining()) {
                ByteBuffer room = out.room(Double.BYTES);
                int run = Math.min(left.remaining(), room.remaining() >> SHIFT);
                room.asDoubleBuffer().put(left.slice().limit(run));
                room.position(room.position() + (run << SHIFT));
                left.position(left.position() + run);
            }
        }
    }
}
