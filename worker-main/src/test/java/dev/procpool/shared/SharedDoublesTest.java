package dev.procpool.shared;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedDoublesTest {

    @TempDir
    Path directory;

    @Test
    void readsLikeThePlainArrayAtEverySegmentSize() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int length = 0; length < 70; length++) {
            double[] values = anyDoubles(random, length);
            SharedDoubles.write(file(), values).verify();
            for (int shift = 3; shift < 9; shift++) {
                String where = "seed=" + seed + " length=" + length + " shift=" + shift;
                SharedDoubles doubles = new SharedDoubles(Segmented.open(file(), ElementType.DOUBLES, shift));
                assertEquals(length, doubles.length());
                for (int i = 0; i < length; i++) {
                    assertEquals(values[i], doubles.get(i), where);
                }
                int from = random.nextInt(length + 1);
                int count = random.nextInt(length - from + 1);
                double[] expected = new double[length + 2];
                System.arraycopy(values, from, expected, 1, count);
                double[] copy = new double[length + 2];
                doubles.copyTo(from, copy, 1, count);
                assertArrayEquals(expected, copy, where + " from=" + from + " count=" + count);
            }
        }
    }

    @Test
    void writesSinglyAndInBulkWhateverTheBufferBorder() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        double[] values = anyDoubles(random, 200_000);
        SharedDoubles doubles = SharedData.write(file(), SharedDoubles.builder(writer -> {
            int done = 0;
            while (done < values.length) {
                int count = Math.min(values.length - done, random.nextInt(30_000));
                if (random.nextBoolean()) {
                    writer.add(values, done, count);
                } else {
                    for (int i = 0; i < count; i++) {
                        writer.add(values[done + i]);
                    }
                }
                done += count;
            }
        }));
        doubles.verify();
        double[] copy = new double[values.length];
        doubles.copyTo(0, copy, 0, copy.length);
        assertArrayEquals(values, copy, "seed=" + seed);
    }

    @Test
    void refusesIndicesOutsideNamingIndexAndLength() {
        SharedDoubles doubles = SharedDoubles.write(file(), new double[] {1, 2, 3});
        for (long index : new long[] {-1, 3, 4, 1L << 32, 1L << 60, 1L << 62, Long.MIN_VALUE, Long.MAX_VALUE}) {
            String message = assertThrows(IndexOutOfBoundsException.class, () -> doubles.get(index))
                    .getMessage();
            assertEquals("Index " + index + " out of bounds for length 3", message);
        }
        double[] target = new double[2];
        assertThrows(IndexOutOfBoundsException.class, () -> doubles.copyTo(2, target, 0, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> doubles.copyTo(-1, target, 0, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> doubles.copyTo(0, target, 0, -1));
        assertThrows(IndexOutOfBoundsException.class, () -> doubles.copyTo(0, target, 1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> doubles.copyTo(1L << 62, target, 0, 1));
        assertArrayEquals(new double[2], target);
    }

    /** Every bit pattern: infinities, subnormals, and any kind of NaN. */
    private static double[] anyDoubles(Random random, int length) {
        return random.longs(length).mapToDouble(Double::longBitsToDouble).toArray();
    }

    private Path file() {
        return directory.resolve("doubles.bin");
    }
}
