package dev.procpool.shared;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedBytesTest {

    @TempDir
    Path directory;

    @Test
    void readsLikeThePlainArrayAtEverySegmentSize() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int length = 0; length < 70; length++) {
            byte[] values = anyBytes(random, length);
            SharedBytes.write(file(), values).verify();
            for (int shift = 3; shift < 9; shift++) {
                String where = "seed=" + seed + " length=" + length + " shift=" + shift;
                SharedBytes bytes = new SharedBytes(Segmented.open(file(), ElementType.BYTES, shift));
                assertEquals(length, bytes.length());
                for (int i = 0; i < length; i++) {
                    assertEquals(values[i], bytes.get(i), where);
                }
                int from = random.nextInt(length + 1);
                int count = random.nextInt(length - from + 1);
                byte[] expected = new byte[length + 2];
                System.arraycopy(values, from, expected, 1, count);
                byte[] copy = new byte[length + 2];
                bytes.copyTo(from, copy, 1, count);
                assertArrayEquals(expected, copy, where + " from=" + from + " count=" + count);
            }
        }
    }

    @Test
    void writesSinglyAndInBulkWhateverTheBufferBorder() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] values = anyBytes(random, 200_000);
        SharedBytes bytes = SharedData.write(file(), SharedBytes.builder(writer -> {
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
        bytes.verify();
        byte[] copy = new byte[values.length];
        bytes.copyTo(0, copy, 0, copy.length);
        assertArrayEquals(values, copy, "seed=" + seed);
    }

    @Test
    void refusesIndicesOutsideNamingIndexAndLength() {
        SharedBytes bytes = SharedBytes.write(file(), new byte[] {1, 2, 3});
        for (long index : new long[] {-1, 3, 4, 1L << 32, 1L << 60, 1L << 62, Long.MIN_VALUE, Long.MAX_VALUE}) {
            String message = assertThrows(IndexOutOfBoundsException.class, () -> bytes.get(index))
                    .getMessage();
            assertEquals("Index " + index + " out of bounds for length 3", message);
        }
        byte[] target = new byte[2];
        assertThrows(IndexOutOfBoundsException.class, () -> bytes.copyTo(2, target, 0, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> bytes.copyTo(-1, target, 0, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> bytes.copyTo(0, target, 0, -1));
        assertThrows(IndexOutOfBoundsException.class, () -> bytes.copyTo(0, target, 1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> bytes.copyTo(1L << 62, target, 0, 1));
        assertArrayEquals(new byte[2], target);
    }

    private static byte[] anyBytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private Path file() {
        return directory.resolve("bytes.bin");
    }
}
