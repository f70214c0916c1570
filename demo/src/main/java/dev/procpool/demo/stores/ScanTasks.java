package dev.procpool.demo.stores;

import dev.procpool.demo.bench.WrongAnswerException;
import dev.procpool.shared.SharedInts;
import java.io.Serializable;
import java.nio.IntBuffer;

/**
 * What workers do with a large file of ints. Sums are ints and overflow: the JIT can add several at once then, so that the
 * memory is what limits the loop over the array.
 */
final class ScanTasks {

    /** Ints of a block: half of a first level cache of 32 KiB. */
    private static final int BLOCK = 1 << 12;

    /** Ints of a slice: far below what one can hold, far above what a call costs. */
    private static final int SLICE = 1 << 24;

    /** In a worker: the same ints in the heap. Null until it is needed; one task runs at a time. */
    private static int[] array;

    /** In a worker: what was read last. A mapping goes with the last handle on it, and then its pages are another's alone. */
    private static SharedInts kept;

    private ScanTasks() {}

    /** Nanoseconds of one scan of each kind, one after the other. */
    record Times(long array, long slice, long copy) implements Serializable {}

    /** Opens the file and reads one value; in nanoseconds. */
    static long firstRead(SharedInts data, long index, int expected) throws WrongAnswerException {
        long before = System.nanoTime();
        int value = data.get(index);
        long nanos = System.nanoTime() - before;
        WrongAnswerException.unlessEqual("the first read", expected, value);
        return nanos;
    }

    static Times scan(SharedInts data, int expectedSum) throws WrongAnswerException {
        if (array == null) {
            int length = Math.toIntExact(data.length());
            array = new int[length];
            data.copyTo(0, array, 0, length);
        }
        long start = System.nanoTime();
        int arraySum = sum(array, array.length);
        long arrayEnd = System.nanoTime();
        int sliceSum = sumOfSlices(data);
        long sliceEnd = System.nanoTime();
        int copySum = sumOfCopies(data);
        long copyEnd = System.nanoTime();
        WrongAnswerException.unlessEqual("the sum of the array", expectedSum, arraySum);
        WrongAnswerException.unlessEqual("the sum of slices", expectedSum, sliceSum);
        WrongAnswerException.unlessEqual("the sum of copies", expectedSum, copySum);
        return new Times(arrayEnd - start, sliceEnd - arrayEnd, copyEnd - sliceEnd);
    }

    private static int sum(int[] values, int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += values[i];
        }
        return sum;
    }

    private static int sum(IntBuffer values) {
        int sum = 0;
        int count = values.limit();
        for (int i = 0; i < count; i++) {
            sum += values.get(i);
        }
        return sum;
    }

    private static int sumOfSlices(SharedInts data) {
        int sum = 0;
        long length = data.length();
        for (long from = 0; from < length; from += SLICE) {
            sum += sum(data.slice(from, (int) Math.min(SLICE, length - from)));
        }
        return sum;
    }

    private static int sumOfCopies(SharedInts data) {
        int[] block = new int[BLOCK];
        int sum = 0;
        long length = data.length();
        for (long from = 0; from < length; from += BLOCK) {
            int count = (int) Math.min(BLOCK, length - from);
            data.copyTo(from, block, 0, count);
            sum += sum(block, count);
        }
        return sum;
    }

    /** Reads all, in both ways, and keeps it mapped. */
    static int touchAll(SharedInts data, int expectedSum) throws WrongAnswerException {
        kept = data;
        WrongAnswerException.unlessEqual("the sum of slices", expectedSum, sumOfSlices(data));
        WrongAnswerException.unlessEqual("the sum of copies", expectedSum, sumOfCopies(data));
        return expectedSum;
    }
}
