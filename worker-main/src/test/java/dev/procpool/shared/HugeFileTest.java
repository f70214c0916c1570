package dev.procpool.shared;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files beyond 2 GiB and beyond 2^31 elements: 5.4 GB of disk in turn. */
@Tag("slow")
class HugeFileTest {

    private static final int CHUNK = 1 << 20;

    @TempDir
    Path directory;

    @Test
    void readsIntsAroundEveryBorderUpToThreeGibibytes() throws Exception {
        long length = (3L << 28) + 1_000_003;
        SharedData.write(file(), SharedInts.builder(writer -> {
                    int[] chunk = new int[CHUNK];
                    for (long from = 0; from < length; from += CHUNK) {
                        for (int i = 0; i < CHUNK; i++) {
                            chunk[i] = intAt(from + i);
                        }
                        writer.add(chunk, 0, (int) Math.min(CHUNK, length - from));
                    }
                }))
                .verify();
        SharedInts ints = SharedInts.open(file());
        assertEquals(length, ints.length());
        for (long border : new long[] {0, 1L << 28, 1L << 29, 3L << 28, length}) {
            long from = Math.max(0, border - 1_000);
            int[] expected = new int[(int) Math.min(2_000, length - from)];
            for (int i = 0; i < expected.length; i++) {
                expected[i] = intAt(from + i);
                assertEquals(expected[i], ints.get(from + i));
            }
            int[] copy = new int[expected.length];
            ints.copyTo(from, copy, 0, copy.length);
            assertArrayEquals(expected, copy);
        }
        assertThrows(IndexOutOfBoundsException.class, () -> ints.get(length));
        Files.delete(file());
    }

    @Test
    void readsBytesBeyondTwoToTheThirtyFirst() throws Exception {
        long length = (1L << 31) + 12_345;
        SharedData.write(file(), SharedBytes.builder(writer -> {
            byte[] chunk = new byte[CHUNK];
            for (long from = 0; from < length; from += CHUNK) {
                for (int i = 0; i < CHUNK; i++) {
                    chunk[i] = (byte) intAt(from + i);
                }
                writer.add(chunk, 0, (int) Math.min(CHUNK, length - from));
            }
        }));
        SharedBytes bytes = SharedBytes.open(file());
        for (long index = (1L << 31) - 1_000; index < length; index++) {
            assertEquals((byte) intAt(index), bytes.get(index));
        }
        Files.delete(file());
    }

    private static int intAt(long index) {
        return (int) ((index * 0x9E3779B97F4A7C15L) >>> 32);
    }

    private Path file() {
        return directory.resolve("huge.bin");
    }
}
