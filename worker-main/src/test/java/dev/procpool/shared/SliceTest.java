package dev.procpool.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.file.Path;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SliceTest {

    @TempDir
    Path directory;

    @Test
    void showsTheValuesOfTheRangeWhateverSegmentsItLiesIn() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long[] values = random.longs(64).toArray();
        SharedLongs.write(file(), values).close();
        for (int shift = 3; shift < 9; shift++) {
            SharedLongs longs = new SharedLongs(Segmented.open(file(), ElementType.LONGS, shift));
            int longest = Math.max(1, (1 << shift) / Long.BYTES - 1);
            for (int from = 0; from < values.length; from++) {
                int count = Math.min(values.length - from, 1 + random.nextInt(longest));
                LongBuffer slice = longs.slice(from, count);
                assertEquals(LongBuffer.wrap(values, from, count), slice, "seed=" + seed + " shift=" + shift);
            }
        }
    }

    @Test
    void isThereForEveryKindOfNumber() {
        assertEquals(
                IntBuffer.wrap(new int[] {2, 3}),
                SharedInts.write(file(), new int[] {1, 2, 3}).slice(1, 2));
        assertEquals(
                LongBuffer.wrap(new long[] {2, 3}),
                SharedLongs.write(file(), new long[] {1, 2, 3}).slice(1, 2));
        assertEquals(
                DoubleBuffer.wrap(new double[] {2, 3}),
                SharedDoubles.write(file(), new double[] {1, 2, 3}).slice(1, 2));
        assertEquals(
                ByteBuffer.wrap(new byte[] {2, 3}),
                SharedBytes.write(file(), new byte[] {1, 2, 3}).slice(1, 2));
        assertEquals(0, SharedBytes.open(file()).slice(3, 0).remaining());
        assertEquals(0, SharedBytes.write(file(), new byte[0]).slice(0, 0).remaining());
    }

    @Test
    void cannotBeWrittenTo() {
        IntBuffer slice = SharedInts.write(file(), new int[] {1, 2, 3}).slice(0, 3);
        assertTrue(slice.isReadOnly());
        assertThrows(ReadOnlyBufferException.class, () -> slice.put(0, 7));
    }

    @Test
    void outlivesItsHandle() {
        SharedInts ints = SharedInts.write(file(), new int[] {1, 2, 3});
        IntBuffer slice = ints.slice(1, 1);
        ints.close();
        assertEquals(2, slice.get(0));
        assertThrows(IllegalStateException.class, () -> ints.slice(0, 1));
    }

    @Test
    void refusesRangesOutside() {
        SharedInts ints = SharedInts.write(file(), new int[] {1, 2, 3});
        assertThrows(IndexOutOfBoundsException.class, () -> ints.slice(2, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> ints.slice(-1, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> ints.slice(0, -1));
        assertThrows(IndexOutOfBoundsException.class, () -> ints.slice(1L << 62, 1));
    }

    /** The file has holes, and takes no space. */
    @Test
    void hasUpToAGibibyteBegunAnywhere() throws Exception {
        long length = (2L << 30) + 1_000;
        var header = new Header(ElementType.BYTES, UUID.randomUUID(), length, length, DataKey.NONE, 0);
        try (var out = new RandomAccessFile(file().toFile(), "rw")) {
            out.write(HeaderLayout.encode(header).array());
            out.setLength(HeaderLayout.BYTES + length);
            for (long at : new long[] {0, 1L << 30, (1L << 30) - 1, length - 1}) {
                out.seek(HeaderLayout.BYTES + at);
                out.write(7);
            }
        }
        SharedBytes bytes = SharedBytes.open(file());
        int most = (1 << 30) - 8;
        for (long from : new long[] {0, 1, 1L << 30, (1L << 30) - 1, length - most}) {
            ByteBuffer slice = bytes.slice(from, most);
            assertEquals(most, slice.remaining());
            assertEquals(bytes.get(from), slice.get(0));
            assertEquals(bytes.get(from + most - 1), slice.get(most - 1));
        }
        assertEquals(7, bytes.get(length - 1));
        String message = assertThrows(IllegalArgumentException.class, () -> bytes.slice(0, most + 1))
                .getMessage();
        assertEquals("a slice can have 1073741816 bytes: bytes=1073741817", message);
    }

    private Path file() {
        return directory.resolve("slices.bin");
    }
}
