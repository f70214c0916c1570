package dev.procpool.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.procpool.bulk.ArrayKind;
import dev.procpool.bulk.Bulk;
import dev.procpool.bulk.WindowReader;
import dev.procpool.bulk.WindowWriter;
import dev.procpool.testing.Patience;
import dev.procpool.testing.PrimitiveArrays;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrays beside a body, in both ways. */
@Timeout(Patience.TEST_SECONDS)
final class BulkTest {

    private static final int LIMIT = 64 << 20;
    private static final byte[] BODY = {1, 2, 3};

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1_000, 65_535, 65_536, 65_537, 300_000})
    void arraysOfAllKindsComeThroughThePipeBesideTheirBody(int bytes) throws IOException {
        List<Object> arrays = PrimitiveArrays.ofBytes(bytes);
        byte[] sent = Bytes.toWorker(to -> {
            to.task(1, 1, false, (byte) 1, BODY, Bulk.of(arrays));
            to.task(2, 1, (byte) 1, BODY);
        });
        for (var in : List.of(new ByteArrayInputStream(sent), new Dribble(sent, bytes))) {
            var frames = new FrameReader(in, LIMIT);
            assertTrue(frames.next());
            assertArrayEquals(BODY, frames.body());
            assertArrayEquals(arrays.toArray(), frames.bulk().arrays().toArray());
            assertEquals(BODY.length + frames.bulk().bytes(), frames.bodyLength());
            assertTrue(frames.next());
            assertEquals(2, frames.taskId());
            assertTrue(frames.bulk().isEmpty());
            assertEquals(BODY.length, frames.bodyLength());
            assertFalse(frames.next());
        }
    }

    @Test
    void aResultHasThemAndItsOtherFlagToo() throws IOException {
        byte[] sent = Bytes.toParent(to -> to.result(1, (byte) 1, BODY, Bulk.of(List.of(new int[] {4, 5})), true, 0));
        List<Object> received = new ArrayList<>();
        new ToParentReader(new FrameReader(new ByteArrayInputStream(sent), LIMIT)).read(new Recorder() {
            @Override
            public void result(long taskId, byte codec, byte[] body, Bulk bulk, boolean retained, int ranLog2Nanos) {
                received.add(taskId);
                received.add(retained);
                received.add(bulk.arrays().get(0));
            }
        });
        assertArrayEquals(new Object[] {1L, true, new int[] {4, 5}}, received.toArray());
    }

    @Test
    void largeArraysComeThroughTheWindowAndOthersThroughThePipe(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("window");
        var large = new long[20_000];
        Arrays.setAll(large, i -> i * 0x9E3779B97F4A7C15L);
        var small = new byte[70_000];
        try (var writer = WindowWriter.open(file, why -> {});
                var reader = WindowReader.open(file)) {
            byte[] sent = Bytes.toWorker(to -> {
                to.byReference(writer, 160_000);
                to.task(1, 1, false, (byte) 1, BODY, Bulk.of(List.of(small, large)));
            });
            assertTrue(sent.length > small.length && sent.length < small.length + 200, sent.length + " bytes");
            var frames = new FrameReader(new ByteArrayInputStream(sent), LIMIT);
            frames.window(reader);
            assertTrue(frames.next());
            assertArrayEquals(
                    new Object[] {small, large}, frames.bulk().arrays().toArray());
        }
    }

    @Test
    void whatFindsNoRoomInTheWindowComesThroughThePipe(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("window");
        byte[] large = Bytes.random(3 << 20, 1);
        try (var writer = WindowWriter.open(file, why -> {});
                var reader = WindowReader.open(file)) {
            // Nobody reads while this is written, so that one window full goes one way and the rest the other.
            byte[] sent = Bytes.toWorker(to -> {
                to.byReference(writer, 1);
                to.task(1, 1, false, (byte) 1, BODY, Bulk.of(List.of(large)));
            });
            assertTrue(sent.length > 2 << 20 && sent.length < (2 << 20) + 1_000, sent.length + " bytes");
            var frames = new FrameReader(new Dribble(sent, 1), LIMIT);
            frames.window(reader);
            assertTrue(frames.next());
            assertArrayEquals(large, (byte[]) frames.bulk().arrays().get(0));
        }
    }

    @Test
    void aStreamThatEndsAmongTheArraysIsTorn() throws IOException {
        byte[] frame = Bytes.toWorker(to ->
                to.task(1, 1, false, (byte) 1, BODY, Bulk.of(List.of(new byte[] {1, 2, 3}, new short[] {4}))));
        for (int end = 1; end < frame.length; end++) {
            for (boolean dribble : new boolean[] {false, true}) {
                byte[] part = Arrays.copyOf(frame, end);
                var frames = new FrameReader(dribble ? new Dribble(part, end) : new ByteArrayInputStream(part), LIMIT);
                assertThrows(EOFException.class, frames::next, "end=" + end);
            }
        }
    }

    /** Count, then kind and length of the first array, then the first piece. */
    @ParameterizedTest
    @CsvSource({
        "0, 1, 1, 1, count=0",
        "-1, 1, 1, 1, count=-1",
        "1, 8, 1, 1, kind=8",
        "1, -1, 1, 1, kind=-1",
        "1, 1, -1, 1, length=-1",
        "1, 1, 0, 1, length=0",
        "1, 6, 125, 8, max=997",
        "1, 6, 2147483647, 8, max=997",
        "1, 1, 4, 5, 5 bytes of at most 4",
        "1, 1, 4, 0, 0 bytes of at most 4",
        "1, 4, 4, 3, 3 bytes of at most 16",
        "1, 4, 4, -4, not there",
        "1, 4, 4, -2147483648, -2147483648 bytes",
    })
    void whatNoWriterWritesIsRefusedBeforeAnythingIsAllocated(int count, int kind, int length, int piece, String says) {
        var bytes = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);
        byte[] header = Bytes.header(BODY.length, 2, 1);
        header[FrameLayout.FLAGS_OFFSET] = FrameLayout.FLAG_BULK;
        bytes.put(header).put(BODY).putInt(count).putInt(kind).putInt(length).putInt(piece);
        var frames = new FrameReader(new ByteArrayInputStream(bytes.array()), 1_000);
        var refused = assertThrows(ProtocolException.class, frames::next);
        assertTrue(refused.getMessage().contains(says), refused.getMessage());
    }

    @Test
    void arraysWithoutRoomAreSkippedAndTheNextFrameIsRead() throws IOException {
        // As the limit of an array is the JVM's, so many of its longs fit no test's heap.
        int length = 200_000_000;
        var head = ByteBuffer.allocate(35).order(ByteOrder.LITTLE_ENDIAN);
        byte[] header = Bytes.header(BODY.length, 2, 1);
        header[FrameLayout.FLAGS_OFFSET] = FrameLayout.FLAG_BULK;
        head.put(header)
                .put(BODY)
                .putInt(1)
                .putInt(ArrayKind.LONG.code())
                .putInt(length)
                .putInt(length * 8);
        assumeTrue(Runtime.getRuntime().maxMemory() < 8L * length);
        byte[] next = Bytes.toWorker(to -> to.task(2, 1, (byte) 1, BODY));
        var frames = new FrameReader(
                new SequenceInputStream(
                        new ByteArrayInputStream(head.array()),
                        new SequenceInputStream(new Zeros(8L * length), new ByteArrayInputStream(next))),
                Integer.MAX_VALUE);
        assertTrue(frames.next());
        assertFalse(frames.hasBody());
        assertEquals(BODY.length + 8 * length, frames.bodyLength());
        assertTrue(frames.next());
        assertEquals(2, frames.taskId());
        assertTrue(frames.hasBody());
    }
}
