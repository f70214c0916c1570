package dev.procpool.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.testing.Patience;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames come whole out of any stream, or not at all. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class FrameReaderTest {

    private static final int LIMIT = 64 << 20;
    private static final long ID = 4711;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1023, 1024, 1025, 65_535, 65_536, 65_537, 16 << 20})
    void bodiesOfAllSizesSurviveAStreamOfAFewBytesAtATime(int size) throws IOException {
        byte[] random = Bytes.random(size, size);
        byte[] text = Bytes.fourByteText(size);
        byte[] bytes = Bytes.toWorker(to -> {
            to.task(1, 1, (byte) 1, random);
            to.task(2, 1, (byte) 2, text);
            to.cancel(3, 1, CancelKind.INTERRUPT);
        });
        var frames = new FrameReader(new Dribble(bytes, size), LIMIT);

        assertTrue(frames.next());
        assertEquals(1, frames.taskId());
        assertEquals(1, frames.codec());
        assertArrayEquals(random, frames.body());
        assertTrue(frames.next());
        assertEquals(2, frames.taskId());
        assertEquals(2, frames.codec());
        assertArrayEquals(text, frames.body());
        assertTrue(frames.next());
        assertEquals(FrameType.CANCEL, frames.type());
        assertFalse(frames.next());
    }

    /** Around the size of the buffer a header or a body may lie across its end. */
    @Test
    void framesSurviveEveryPositionInTheBuffer() throws IOException {
        for (int size = 65_536 - 40; size <= 65_536 + 8; size++) {
            byte[] body = Bytes.random(size, size);
            byte[] bytes = Bytes.toWorker(to -> {
                to.task(1, 1, (byte) 1, body);
                to.task(2, 1, (byte) 1, body);
            });
            var frames = new FrameReader(new ByteArrayInputStream(bytes), LIMIT);

            assertTrue(frames.next());
            assertArrayEquals(body, frames.body());
            assertTrue(frames.next());
            assertArrayEquals(body, frames.body());
            assertFalse(frames.next());
        }
    }

    @Test
    void aBodyIsNotTouchedByTheNextFrame() throws IOException {
        byte[] bytes = Bytes.toWorker(to -> {
            to.task(1, 1, (byte) 1, new byte[] {1, 2, 3});
            to.task(2, 1, (byte) 1, new byte[] {4, 5, 6});
        });
        var frames = new FrameReader(new ByteArrayInputStream(bytes), LIMIT);

        frames.next();
        byte[] first = frames.body();
        frames.next();

        assertArrayEquals(new byte[] {1, 2, 3}, first);
    }

    @Test
    void theEndOfTheStreamIsNormalOnlyBetweenFrames() throws IOException {
        byte[] body = "body".getBytes(StandardCharsets.US_ASCII);
        byte[] frame = Bytes.toWorker(to -> to.task(ID, 1, (byte) 1, body));
        byte[] two = Bytes.concat(frame, frame);
        for (int end = 0; end <= two.length; end++) {
            for (boolean dribble : new boolean[] {false, true}) {
                byte[] part = Arrays.copyOf(two, end);
                var frames = new FrameReader(dribble ? new Dribble(part, end) : new ByteArrayInputStream(part), LIMIT);
                for (int whole = 0; whole < end / frame.length; whole++) {
                    assertTrue(frames.next());
                }
                int rest = end % frame.length;
                if (rest == 0) {
                    assertFalse(frames.next(), "end=" + end);
                } else {
                    var torn = assertThrows(EOFException.class, frames::next, "end=" + end);
                    assertEquals(
                            rest < FrameLayout.HEADER_BYTES
                                    ? "the stream ended inside a frame header: got " + rest + " of 16 bytes"
                                    : "the stream ended inside a frame: type=TASK, task=4711, got "
                                            + (rest - FrameLayout.HEADER_BYTES) + " of 4 body bytes",
                            torn.getMessage());
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0x02, -1",
        "0x02, -2147483648",
        "0x02, 2147483647",
        "0x02, 1000001",
        "0x00, 0",
        "0x07, 0",
        "0x7f, 0",
        "0x80, 3",
        "0xff, 3",
    })
    void aFrameThatCannotBeIsRefusedBeforeAnythingIsAllocated(String type, int length) throws IOException {
        int max = 1_000_000;
        byte[] bytes = Bytes.header(length, Integer.decode(type), ID);
        var frames = new FrameReader(new ByteArrayInputStream(bytes), max);

        long before = allocatedBytes();
        var refusal = assertThrows(ProtocolException.class, frames::next);
        long allocated = allocatedBytes() - before;

        assertEquals(
                "invalid frame: type=" + type + ", length=" + length + ", max=1000000. Something other than procpool"
                        + " wrote to the pipe, or a body is over the limit. First bytes: " + Printable.of(bytes, 64),
                refusal.getMessage());
        assertTrue(allocated < max, "allocated=" + allocated);
    }

    @Test
    void aBodyOfJustTheLimitIsTaken() throws IOException {
        byte[] bytes = Bytes.toWorker(to -> to.task(1, 1, (byte) 1, new byte[1_000]));

        assertTrue(new FrameReader(new ByteArrayInputStream(bytes), 1_000).next());
        assertThrows(ProtocolException.class, new FrameReader(new ByteArrayInputStream(bytes), 999)::next);
    }

    @Test
    void aRefusalShowsWhatCameAsFarAsItIsText() {
        byte[] text = "Hello, I am not a frame\n, but a log line of more than sixty-four bytes in all!"
                .getBytes(StandardCharsets.US_ASCII);
        var frames = new FrameReader(new ByteArrayInputStream(text), 1_000);

        var refusal = assertThrows(ProtocolException.class, frames::next);

        assertEquals(
                "invalid frame: type=0x6f, length=1819043144, max=1000. Something other than procpool wrote to the"
                        + " pipe, or a body is over the limit. First bytes:"
                        + " \"Hello, I am not a frame\\x0a, but a log line of more than sixty-four\" and 14 more bytes",
                refusal.getMessage());
    }

    /** No JVM has an array of so many bytes. */
    @Test
    void aBodyThereIsNoMemoryForIsSkippedToTheByte() throws IOException {
        var frames = new FrameReader(withAHugeTask(Integer.MAX_VALUE), Integer.MAX_VALUE);

        assertTrue(frames.next());
        assertTrue(frames.next());
        assertFalse(frames.hasBody());
        assertEquals(Integer.MAX_VALUE, frames.bodyLength());
        assertThrows(OutOfMemoryError.class, frames::body);
        assertTrue(frames.next());
        assertEquals(3, frames.taskId());
        assertArrayEquals(new byte[] {3}, frames.body());
        assertFalse(frames.next());
    }

    @Test
    void aSkippedBodyThatIsCutIsAnErrorAsAnyOther() throws IOException {
        var huge = new ByteArrayInputStream(Bytes.header(Integer.MAX_VALUE, FrameType.TASK.code, ID));
        var frames = new FrameReader(new SequenceInputStream(huge, new Zeros(100_000)), Integer.MAX_VALUE);

        var torn = assertThrows(EOFException.class, frames::next);

        assertEquals(
                "the stream ended inside a frame: type=TASK, task=4711, got 100000 of 2147483647 body bytes",
                torn.getMessage());
    }

    @Test
    void aWorkerHearsOfATaskThereIsNoMemoryForAndOfAllOthers() throws IOException {
        var recorder = new Recorder();
        var reader = new ToWorkerReader(new FrameReader(withAHugeTask(Integer.MAX_VALUE), Integer.MAX_VALUE));

        boolean open = true;
        while (open) {
            open = reader.read(recorder);
        }

        assertEquals(3, recorder.heard.size());
        assertEquals(List.of("taskWithoutRoom", ID, Integer.MAX_VALUE), recorder.heard.get(1));
    }

    private static InputStream withAHugeTask(int bodyLength) throws IOException {
        byte[] before = Bytes.toWorker(to -> to.task(1, 1, (byte) 1, new byte[] {1}));
        byte[] after = Bytes.toWorker(to -> to.task(3, 1, (byte) 1, new byte[] {3}));
        return new SequenceInputStream(Collections.enumeration(List.of(
                new ByteArrayInputStream(Bytes.concat(before, Bytes.header(bodyLength, FrameType.TASK.code, ID))),
                new Zeros(bodyLength),
                new ByteArrayInputStream(after))));
    }

    private static long allocatedBytes() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }
}
