package dev.procpool.shared;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedLongsTest {

    @TempDir
    Path directory;

    @Test
    void readsLikeThePlainArrayAtEverySegmentSize() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int length = 0; length < 70; length++) {
            long[] values = random.longs(length).toArray();
            SharedLongs.write(file(), values).verify();
            for (int shift = 3; shift < 9; shift++) {
                String where = "seed=" + seed + " length=" + length + " shift=" + shift;
                SharedLongs longs = new SharedLongs(Segmented.open(file(), ElementType.LONGS, shift));
                assertEquals(length, longs.length());
                for (int i = 0; i < length; i++) {
                    assertEquals(values[i], longs.get(i), where);
                }
                int from = random.nextInt(length + 1);
                int count = random.nextInt(length - from + 1);
                long[] expected = new long[length + 2];
                System.arraycopy(values, from, expected, 1, count);
                long[] copy = new long[length + 2];
                longs.copyTo(from, copy, 1, count);
                assertArrayEquals(expected, copy, where + " from=" + from + " count=" + count);
            }
        }
    }

    @Test
    void writesSinglyAndInBulkWhateverTheBufferBorder() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long[] values = random.longs(200_000).toArray();
        SharedLongs longs = SharedData.write(file(), SharedLongs.builder(writer -> {
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
        longs.verify();
        long[] copy = new long[values.length];
        longs.copyTo(0, copy, 0, copy.length);
        assertArrayEquals(values, copy, "seed=" + seed);
    }

    @Test
    void refusesIndicesOutsideNamingIndexAndLength() {
        SharedLongs longs = SharedLongs.write(file(), new long[] {1, 2, 3});
        for (long index : new long[] {-1, 3, 4, 1L << 32, 1L << 60, 1L << 62, Long.MIN_VALUE, Long.MAX_VALUE}) {
            String message = assertThrows(IndexOutOfBoundsException.class, () -> longs.get(index))
                    .getMessage();
            assertEquals("Index " + index + " out of bounds for length 3", message);
        }
        long[] target = new long[2];
        assertThrows(IndexOutOfBoundsException.class, () -> longs.copyTo(2, target, 0, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> longs.copyTo(-1, target, 0, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> longs.copyTo(0, target, 0, -1));
        assertThrows(IndexOutOfBoundsException.class, () -> longs.copyTo(0, target, 1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> longs.copyTo(1L << 62, target, 0, 1));
        assertArrayEquals(new long[2], target);
    }

    private Path file() {
        return directory.resolve("longs.bin");
    }
}
