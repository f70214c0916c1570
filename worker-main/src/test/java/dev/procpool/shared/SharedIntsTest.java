package dev.procpool.shared;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedIntsTest {

    @TempDir
    Path directory;

    @Test
    void readsLikeThePlainArrayAtEverySegmentSize() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int length = 0; length < 70; length++) {
            int[] values = random.ints(length).toArray();
            SharedInts.write(file(), values).verify();
            for (int shift = 3; shift < 9; shift++) {
                String where = "seed=" + seed + " length=" + length + " shift=" + shift;
                SharedInts ints = new SharedInts(Segmented.open(file(), ElementType.INTS, shift));
                assertEquals(length, ints.length());
                for (int i = 0; i < length; i++) {
                    assertEquals(values[i], ints.get(i), where);
                }
                int from = random.nextInt(length + 1);
                int count = random.nextInt(length - from + 1);
                int[] expected = new int[length + 2];
                System.arraycopy(values, from, expected, 1, count);
                int[] copy = new int[length + 2];
                ints.copyTo(from, copy, 1, count);
                assertArrayEquals(expected, copy, where + " from=" + from + " count=" + count);
            }
        }
    }

    @Test
    void writesSinglyAndInBulkWhateverTheBufferBorder() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int[] values = random.ints(200_000).toArray();
        SharedInts ints = SharedData.write(file(), SharedInts.builder(writer -> {
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
        ints.verify();
        int[] copy = new int[values.length];
        ints.copyTo(0, copy, 0, copy.length);
        assertArrayEquals(values, copy, "seed=" + seed);
    }

    @Test
    void refusesIndicesOutsideNamingIndexAndLength() {
        SharedInts ints = SharedInts.write(file(), new int[] {1, 2, 3});
        for (long index : new long[] {-1, 3, 4, 1L << 32, 1L << 60, 1L << 62, Long.MIN_VALUE, Long.MAX_VALUE}) {
            String message = assertThrows(IndexOutOfBoundsException.class, () -> ints.get(index))
                    .getMessage();
            assertEquals("Index " + index + " out of bounds for length 3", message);
        }
        int[] target = new int[2];
        assertThrows(IndexOutOfBoundsException.class, () -> ints.copyTo(2, target, 0, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> ints.copyTo(-1, target, 0, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> ints.copyTo(0, target, 0, -1));
        assertThrows(IndexOutOfBoundsException.class, () -> ints.copyTo(0, target, 1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> ints.copyTo(1L << 62, target, 0, 1));
        assertArrayEquals(new int[2], target);
    }

    private Path file() {
        return directory.resolve("ints.bin");
    }
}
