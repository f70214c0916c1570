package dev.procpool.shared;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.Objects;

/** A read-only array of ints of any length in a memory-mapped file; see {@link SharedData}. */
public final class SharedInts extends SharedData {

    private static final long serialVersionUID = 1L;
    private static final int SHIFT = 2;

    SharedInts(SharedHandle handle) {
        super(handle);
    }

    /** Writes an array to a file, as {@link SharedData#write} does. */
    public static SharedInts write(Path file, int[] values) {
        Objects.requireNonNull(values, "values");
        return SharedData.write(file, builder(out -> out.add(values)));
    }

    /** A file of the ints that {@code filler} adds, in its time and in little memory. */
    public static SharedBuilder<SharedInts> builder(SharedBuilder.Filler<? super Writer> filler) {
        Objects.requireNonNull(filler, "filler");
        return SharedBuilder.of(ElementType.INTS, SharedInts::new, out -> {
            SharedBuilder.fill(out, filler, new Writer(out));
            return out.payloadBytes() >> SHIFT;
        });
    }

    /**
     * Opens a file of ints.
     *
     * @throws SharedDataException if it is missing or not a complete file of ints
     */
    public static SharedInts open(Path file) {
        return new SharedInts(SharedHandle.open(file, ElementType.INTS));
    }

    /**
     * One value.
     *
     * @throws IndexOutOfBoundsException unless {@code 0 <= index < length()}
     * @throws SharedDataException if this is the first use and the file is not the one this handle was made from, or
     *     if the file was cut while mapped
     * @throws IllegalStateException after {@link #close}
     */
    public int get(long index) {
        MappedFile file = handle.file();
        return file.getInt(Objects.checkIndex(index, file.length()) << SHIFT);
    }

    /**
     * Copies {@code count} values, beginning with the one at {@code from}, into an array. The fastest way to read many.
     *
     * @throws IndexOutOfBoundsException if either range is not within its array
     * @throws SharedDataException as {@link #get}
     */
    public void copyTo(long from, int[] target, int targetFrom, int count) {
        MappedFile file = handle.file();
        Objects.checkFromIndexSize(from, count, file.length());
        IntBuffer into = IntBuffer.wrap(target, targetFrom, count);
        file.forEachRun(from << SHIFT, (long) count << SHIFT, run -> into.put(run.asIntBuffer()));
    }

    /**
     * A read-only view of {@code count} values, beginning with the one at {@code from}: no copy, and as fast as a buffer
     * can be. The view stays when this handle is closed. If the file is cut meanwhile, the task that made
     * the view fails as it does for {@link #get}; any other reader gets the JVM's InternalError, or, on x86, may lose the
     * JVM if it widens values to long as it reads them.
     *
     * @param count at most 268,435,454
     * @throws IndexOutOfBoundsException if the range is not within this array
     * @throws IllegalArgumentException if {@code count} is more than that
     * @throws SharedDataException as {@link #get}
     */
    public IntBuffer slice(long from, int count) {
        MappedFile file = handle.file();
        Objects.checkFromIndexSize(from, count, file.length());
        return file.slice(from << SHIFT, (long) count << SHIFT).asIntBuffer();
    }

    /** Adds ints to a file. For the thread and the time of the function it is given to. */
    public static final class Writer {

        private final PayloadWriter out;

        private Writer(PayloadWriter out) {
            this.out = out;
        }

        /** Adds one value. */
        public void add(int value) {
            out.room(Integer.BYTES).putInt(value);
        }

        /** Adds all values of an array. */
        public void add(int[] values) {
            add(values, 0, values.length);
        }

        /** Adds {@code count} values of an array, beginning with the one at {@code from}. */
        public void add(int[] values, int from, int count) {
            IntBuffer left = IntBuffer.wrap(values, from, count);
            while (left.hasRemaining()) {
                ByteBuffer room = out.room(Integer.BYTES);
                int run = Math.min(left.remaining(), room.remaining() >> SHIFT);
                room.asIntBuffer().put(left.slice().limit(run));
                room.position(room.position() + (run << SHIFT));
                left.position(left.position() + run);
            }
        }
    }
}
