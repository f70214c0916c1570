package dev.procpool.bulk;

import java.io.IOException;
import java.io.StreamCorruptedException;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;

/**
 * The large primitive arrays of one object graph, which travel beside the body that refers to them by number. Each array
 * is here once, however often the graph holds it. Nobody changes an array that is in here.
 */
public final class Bulk {

    /** Smaller arrays stand in the body: what they would gain is less than what a place here costs. */
    public static final int LEAST_BYTES = 32 * 1024;

    /** As that of a body, which is an array. */
    private static final long MAX_BYTES = Integer.MAX_VALUE - 64;

    public static final Bulk NONE = new Bulk(List.of(), 0);

    private final List<Object> arrays;
    private final long bytes;

    private Bulk(List<Object> arrays, long bytes) {
        this.arrays = arrays;
        this.bytes = bytes;
    }

    /** Of arrays that have travelled. */
    public static Bulk of(List<Object> arrays) {
        long bytes = 0;
        for (Object array : arrays) {
            bytes += ArrayKind.of(array).bytes(Array.getLength(array));
        }
        return new Bulk(arrays, bytes);
    }

    public List<Object> arrays() {
        return arrays;
    }

    public boolean isEmpty() {
        return arrays.isEmpty();
    }

    /** What the arrays' elements take. */
    public long bytes() {
        return bytes;
    }

    /**
     * The array of that number.
     *
     * @throws StreamCorruptedException if there is none, or it is of another type
     */
    public Object get(int number, Class<?> type) throws StreamCorruptedException {
        if (number < 0 || number >= arrays.size() || arrays.get(number).getClass() != type) {
            throw new StreamCorruptedException("the body refers to a " + type.getSimpleName()
                    + " that did not come with it: number=" + number + ", arrays=" + arrays.size());
        }
        return arrays.get(number);
    }

    /** Gathers the arrays of a graph while it is encoded. One graph, one thread. */
    public static final class Collector {

        private final boolean copying;
        private List<Object> arrays = new ArrayList<>(1);
        private long bytes;

        private Collector(boolean copying) {
            this.copying = copying;
        }

        /** For what is sent later: the arrays are copied, so that it does not matter who changes them meanwhile. */
        public static Collector copying() {
            return new Collector(true);
        }

        /** For what is sent at once. */
        public static Collector borrowing() {
            return new Collector(false);
        }

        /**
         * Takes a primitive array, if it is large enough.
         *
         * @return its number, or -1 if it belongs in the body
         * @throws IOException if all arrays together are too large to travel; it has not been copied
         */
        public int add(Object array) throws IOException {
            ArrayKind kind = ArrayKind.of(array);
            long size = kind.bytes(Array.getLength(array));
            if (size < LEAST_BYTES) {
                return -1;
            }
            if (size > MAX_BYTES - bytes) {
                throw new IOException("it is too large: " + (bytes + size) + " bytes and perhaps more > max="
                        + MAX_BYTES + "; pass the data in a file");
            }
            arrays.add(copying ? kind.copyOf(array) : array);
            bytes += size;
            return arrays.size() - 1;
        }

        /** Forgets all arrays: the graph is encoded again, in another way. */
        public void clear() {
            arrays = new ArrayList<>(1);
            bytes = 0;
        }

        public Bulk toBulk() {
            return arrays.isEmpty() ? NONE : new Bulk(arrays, bytes);
        }
    }
}
