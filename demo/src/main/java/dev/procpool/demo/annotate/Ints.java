package dev.procpool.demo.annotate;

import dev.procpool.shared.SharedInts;
import java.io.Serializable;

/** A read-only row of ints: on this JVM's heap, or mapped from a file that every worker shares. */
public interface Ints extends Serializable {
    long length();

    int get(long index);

    /** The given array itself, not a copy: the caller hands it over. */
    static Ints of(int[] values) {
        return new HeapInts(values);
    }

    /** A file that any number of processes map; travels as its name. */
    static Ints of(SharedInts mapped) {
        return new MappedInts(mapped);
    }

    /** A copy of all values on the heap. */
    int[] toArray();

    /** One copy on the machine, in the page cache. */
    record MappedInts(SharedInts values) implements Ints {
        private static final long serialVersionUID = 1L;

        @Override
        public long length() {
            return values.length();
        }

        @Override
        public int get(long index) {
            return values.get(index);
        }

        @Override
        public int[] toArray() {
            int[] copy = new int[Math.toIntExact(length())];
            values.copyTo(0, copy, 0, copy.length);
            return copy;
        }
    }

    /** The flat copy that each process holds for itself when nothing is mapped. */
    record HeapInts(int[] values) implements Ints {
        private static final long serialVersionUID = 1L;

        @Override
        public long length() {
            return values.length;
        }

        @Override
        public int get(long index) {
            return values[Math.toIntExact(index)];
        }

        @Override
        public int[] toArray() {
            return values.clone();
        }
    }
}
