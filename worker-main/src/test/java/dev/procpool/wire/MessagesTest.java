package dev.procpool.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.bulk.Bulk;
import dev.procpool.testing.Patience;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a writer is told, the reader at the other end tells its handler, field by field. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class MessagesTest {

    private static final int LIMIT = 2 << 20;
    private static final byte CODEC = (byte) 0x82;
    private static final long ID = 0x8000_0000_0000_0001L;

    private static final WorkerSettings SETTINGS = new WorkerSettings(
            "render ü",
            7,
            (byte) 2,
            Integer.MAX_VALUE - 64,
            "/tmp/ü/out",
            "/tmp/ü/err",
            new WindowFiles("/tmp/ü/tasks", "/tmp/ü/results", 1L << 40),
            "/tmp/ü/journal",
            1L << 41,
            Map.of("a", "", "", "b", "emoji \uD83D\uDE00", "line\n2"));

    @Test
    void everyMessageToAWorkerArrivesWithAllItsFields() throws IOException {
        byte[] big = Bytes.random(LIMIT, 1);
        byte[] bytes = Bytes.toWorker(to -> {
            to.configure(SETTINGS);
            to.task(1, 1, true, CODEC, new byte[0], Bulk.NONE);
            to.task(ID, 2, (byte) 1, big);
            to.task(Long.MAX_VALUE, 255, (byte) 0, new byte[] {42});
            for (CancelKind kind : CancelKind.values()) {
                to.cancel(ID, 255, kind);
            }
            to.resend(2);
            to.release(3);
            to.stop();
        });

        assertEquals(
                List.of(
                        List.of("configure", SETTINGS),
                        List.of("task", 1L, 1, true, CODEC, ByteBuffer.allocate(0)),
                        List.of("task", ID, 2, false, (byte) 1, ByteBuffer.wrap(big)),
                        List.of("task", Long.MAX_VALUE, 255, false, (byte) 0, ByteBuffer.wrap(new byte[] {42})),
                        List.of("cancel", ID, 255, CancelKind.ONLY_IF_WAITING),
                        List.of("cancel", ID, 255, CancelKind.INTERRUPT),
                        List.of("cancel", ID, 255, CancelKind.SHOW_STACK_AND_INTERRUPT),
                        List.of("resend", 2L),
                        List.of("release", 3L),
                        List.of("stop")),
                hearAsWorker(bytes));
    }

    @Test
    void everyMessageToTheParentArrivesWithAllItsFields() throws IOException {
        byte[] big = Bytes.random(LIMIT, 2);
        byte[] text = Bytes.fourByteText(70_000);
        var hello = new Hello(Hello.PROTOCOL_VERSION, Long.MAX_VALUE, true, false);
        var stack = new TaskStack(
                List.of(new StackTraceElement("a.B", "ü", "B.java", 7), new StackTraceElement("a.C", "run", null, -2)));
        byte[] bytes = Bytes.toParent(to -> {
            to.hello(hello);
            to.started(ID);
            to.result(1, CODEC, new byte[0], Bulk.NONE, false, 63);
            to.result(ID, (byte) 2, big, true);
            to.undecodable(4);
            to.output(0, OutputChannel.STDOUT, text);
            to.output(ID, OutputChannel.STDERR, new byte[0]);
            to.nativeOutput(ID, OutputChannel.STDOUT, Long.MAX_VALUE, text);
            to.nativeOutput(0, OutputChannel.STDERR, 0, new byte[0]);
            to.stack(ID, TaskStack.EMPTY);
            to.stack(6, stack);
            to.progress(ID, Long.MAX_VALUE, -1);
        });

        assertEquals(
                List.of(
                        List.of("hello", hello),
                        List.of("started", ID),
                        List.of("result", 1L, CODEC, ByteBuffer.allocate(0), false, 63),
                        List.of("result", ID, (byte) 2, ByteBuffer.wrap(big), true, 0),
                        List.of("undecodable", 4L),
                        List.of("output", 0L, OutputChannel.STDOUT, ByteBuffer.wrap(text)),
                        List.of("output", ID, OutputChannel.STDERR, ByteBuffer.allocate(0)),
                        List.of("nativeOutput", ID, OutputChannel.STDOUT, Long.MAX_VALUE, ByteBuffer.wrap(text)),
                        List.of("nativeOutput", 0L, OutputChannel.STDERR, 0L, ByteBuffer.allocate(0)),
                        List.of("stack", ID, TaskStack.EMPTY),
                        List.of("stack", 6L, stack),
                        List.of("progress", ID, Long.MAX_VALUE, -1L)),
                hearAsParent(bytes));
    }

    @ParameterizedTest
    @EnumSource
    void everyKindOfFailureArrivesWithAllItsFields(Failure.Kind kind) throws IOException {
        byte[] encoded = Bytes.random(1_000, 3);
        String message = "\uD83D\uDE00".repeat(100_000);
        byte[] bytes = Bytes.toParent(to -> {
            to.hello(new Hello(1, 1, false, false));
            to.failure(ID, new Failure(kind, "java.lang.X", message, "\tat a\n\tat b\n", CODEC, encoded));
            to.failure(5, new Failure(kind, "", "", "", (byte) 0, new byte[0]));
        });

        List<List<Object>> heard = hearAsParent(bytes);

        assertEquals(
                List.of(
                        List.of(
                                "failure",
                                ID,
                                kind,
                                "java.lang.X",
                                message,
                                "\tat a\n\tat b\n",
                                CODEC,
                                ByteBuffer.wrap(encoded)),
                        List.of("failure", 5L, kind, "", "", "", (byte) 0, ByteBuffer.allocate(0))),
                heard.subList(1, 3));
    }

    @Test
    void nothingIsSentBeforeFlush() throws IOException {
        var bytes = new ByteArrayOutputStream();
        var writer = new ToWorkerWriter(bytes);

        writer.cancel(1, 1, CancelKind.INTERRUPT);
        assertEquals(0, bytes.size());
        writer.flush();

        assertEquals(FrameLayout.HEADER_BYTES, bytes.size());
    }

    @Test
    void aWorkerRefusesWhatIsMeantForAParent() throws IOException {
        byte[] bytes = Bytes.header(0, FrameType.STARTED.code, 42);

        var refusal = assertThrows(ProtocolException.class, () -> hearAsWorker(bytes));

        assertEquals(
                "expected a message to a worker but was STARTED: task=42, length=0."
                        + " The two sides run different versions of procpool, or one lost its place.",
                refusal.getMessage());
    }

    @Test
    void aParentRefusesWhatIsMeantForAWorker() throws IOException {
        byte[] frame =
                Bytes.concat(Bytes.header(5, FrameType.TASK.code, 7), "abcde".getBytes(StandardCharsets.US_ASCII));

        var refusal =
                assertThrows(ProtocolException.class, () -> hearAsParent(Bytes.concat(FrameLayout.magic(), frame)));

        assertEquals(
                "expected a message from a worker but was TASK: task=7, length=5."
                        + " The two sides run different versions of procpool, or one lost its place.",
                refusal.getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void everyTypeIsForOneDirectionOnly(FrameType type) {
        byte[] frame = Bytes.header(0, type.code, 1);

        boolean toWorker = isUnderstood(() -> hearAsWorker(frame));
        boolean toParent = isUnderstood(() -> hearAsParent(Bytes.concat(FrameLayout.magic(), frame)));

        assertTrue(toWorker ^ toParent, type + ": understood by worker: " + toWorker + ", by parent: " + toParent);
    }

    /** That its body is refused is enough: then the type was not. */
    private static boolean isUnderstood(Executable hear) {
        try {
            hear.execute();
            return true;
        } catch (ProtocolException e) {
            return !e.getMessage().startsWith("expected a message");
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static List<List<Object>> hearAsWorker(byte[] bytes) throws IOException {
        var recorder = new Recorder();
        var reader = new ToWorkerReader(new FrameReader(new ByteArrayInputStream(bytes), LIMIT));
        boolean open = true;
        while (open) {
            open = reader.read(recorder);
        }
        assertFalse(reader.read(recorder), "the end of the stream is the end for good");
        return recorder.heard;
    }

    private static List<List<Object>> hearAsParent(byte[] bytes) throws IOException {
        var recorder = new Recorder();
        var reader = new ToParentReader(new FrameReader(new ByteArrayInputStream(bytes), LIMIT));
        assertEquals(0, reader.awaitMagic().length);
        boolean open = true;
        while (open) {
            open = reader.read(recorder);
        }
        return recorder.heard;
    }
}
