package dev.procpool.bulk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.testing.PrimitiveArrays;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class WindowTest {

    private static final int RING = WindowLayout.RING_BYTES;

    @TempDir
    private Path directory;

    private final List<String> refusals = new ArrayList<>();
    private final List<AutoCloseable> opened = new ArrayList<>();

    private WindowWriter writer(Pages pages) throws IOException {
        WindowWriter writer = WindowWriter.open(directory.resolve("window"), pages, refusals::add);
        opened.add(writer);
        return writer;
    }

    private WindowWriter writer() throws IOException {
        return writer(new Pages(directory.toFile()));
    }

    private WindowReader reader() throws IOException {
        WindowReader reader = WindowReader.open(directory.resolve("window"));
        opened.add(reader);
        return reader;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void arraysOfAnyLengthArriveManyTimesRoundTheRing(ArrayKind kind) throws IOException {
        var writer = writer();
        var reader = reader();
        var random = new Random(7);
        for (int i = 0; i < 60; i++) {
            Object array = PrimitiveArrays.random(kind, 1 + random.nextInt(300_000 / kind.elementBytes()));
            int length = Array.getLength(array);
            Object back = kind.newArray(length);
            for (int done = 0; done < length; ) {
                int count = writer.put(kind, array, done, length - done);
                assertTrue(count > 0, "no room at " + done + " of " + length);
                assertTrue(reader.canHold(kind.bytes(count)));
                reader.take(kind, back, done, count);
                done += count;
            }
            assertArrayEquals(new Object[] {array}, new Object[] {back});
        }
        assertEquals(List.of(), refusals);
    }

    @Test
    void aFullWindowTakesNothingAndOverwritesNothing() throws IOException {
        var writer = writer();
        var reader = reader();
        byte[] array = (byte[]) PrimitiveArrays.random(ArrayKind.BYTE, 2 * RING);
        List<Integer> pieces = new ArrayList<>();
        int put = 0;
        for (int count = writer.put(ArrayKind.BYTE, array, 0, array.length); count > 0; ) {
            pieces.add(count);
            put += count;
            count = writer.put(ArrayKind.BYTE, array, put, array.length - put);
        }
        assertEquals(RING, put);

        byte[] back = new byte[array.length];
        int taken = 0;
        for (int piece : pieces) {
            reader.take(ArrayKind.BYTE, back, taken, piece);
            taken += piece;
        }
        assertArrayEquals(Arrays.copyOf(array, put), Arrays.copyOf(back, put));
        assertTrue(writer.put(ArrayKind.BYTE, array, put, array.length - put) > 0, "what was taken makes room");
    }

    @Test
    void whatIsSkippedMakesRoomToo() throws IOException {
        var writer = writer();
        var reader = reader();
        long[] array = new long[RING];
        for (int i = 0; i < 20; i++) {
            int count = writer.put(ArrayKind.LONG, array, 0, array.length);
            assertTrue(count > 0, "no room");
            assertFalse(reader.canHold(RING + 1L));
            reader.skip(ArrayKind.LONG.bytes(count));
        }
    }

    @Test
    void aWindowTakesNoMemoryBeforeItIsUsed() throws IOException {
        var writer = writer();
        reader();
        assertEquals(0, blocks());
        writer.put(ArrayKind.BYTE, new byte[1], 0, 1);
        assertTrue(blocks() > 0, "all of it has pages");
    }

    private int blocks() throws IOException {
        Process stat = new ProcessBuilder(
                        "stat", "-c", "%b", directory.resolve("window").toString())
                .start();
        return Integer.parseInt(new String(stat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip());
    }

    @Test
    void aWindowThatWouldTakeMoreThanHalfOfWhatIsFreeTakesNothingAndSaysSoOnce() throws IOException {
        var writer = writer(new Pages(directory.toFile()) {
            @Override
            long usableBytes() {
                return 2L * WindowLayout.FILE_BYTES - 1;
            }
        });
        assertEquals(0, writer.put(ArrayKind.INT, new int[RING], 0, RING));
        assertEquals(0, writer.put(ArrayKind.INT, new int[RING], 0, RING));
        assertEquals(1, refusals.size());
        assertTrue(
                refusals.get(0).contains("more than half of what is free in " + directory)
                        && refusals.get(0).contains("usable=" + (2L * WindowLayout.FILE_BYTES - 1)),
                refusals.get(0));
    }

    @Test
    void aWindowWithoutAllItsPagesTakesNothingAndGivesBackWhatItHas() throws IOException {
        var writer = writer(new Pages(directory.toFile()) {
            private int written;

            @Override
            void write(RandomAccessFile file, byte[] bytes, int length) throws IOException {
                if (++written == 5) {
                    throw new IOException("No space left on device");
                }
                super.write(file, bytes, length);
            }
        });
        assertEquals(0, writer.put(ArrayKind.INT, new int[RING], 0, RING));
        assertEquals(0, Files.size(directory.resolve("window")));
        assertEquals(1, refusals.size());
        assertTrue(refusals.get(0).contains("No space left on device"), refusals.get(0));
        assertEquals(0, writer.put(ArrayKind.INT, new int[RING], 0, RING), "nor later");
        assertEquals(1, refusals.size());
    }

    @Test
    void aReaderThatClaimsToHaveReadWhatWasNeverWrittenGetsNothing() throws IOException {
        var writer = writer();
        var reader = reader();
        assertTrue(writer.put(ArrayKind.BYTE, new byte[8], 0, 8) > 0);
        reader.skip(1 << 16);
        assertEquals(0, writer.put(ArrayKind.BYTE, new byte[8], 0, 8));
    }

    @Test
    void aThreadThatIsInterruptedGoesOnUsingIt() throws IOException {
        var writer = writer();
        var reader = reader();
        Thread.currentThread().interrupt();
        try {
            for (int i = 0; i < 2; i++) {
                byte[] back = new byte[8];
                assertEquals(8, writer.put(ArrayKind.BYTE, new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, 0, 8));
                reader.take(ArrayKind.BYTE, back, 0, 8);
                assertEquals(8, back[7]);
            }
        } finally {
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void aClosedWindowHasGivenItsMemoryBack() throws IOException {
        var writer = writer();
        assertTrue(writer.put(ArrayKind.BYTE, new byte[8], 0, 8) > 0);
        writer.close();
        assertEquals(0, Files.size(directory.resolve("window")));
        assertEquals(0, writer.put(ArrayKind.BYTE, new byte[8], 0, 8));
    }
}
