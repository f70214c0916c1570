package dev.procpool.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.codec.FallbackCodec;
import dev.procpool.codec.FallbackCodec.Encoded;
import dev.procpool.codec.Parts;
import dev.procpool.task.RemoteFunction;
import dev.procpool.wire.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A chunk from its bytes to those of its answer. */
final class MapChunkTest {

    private static final int LIMIT = 100_000;

    private final FallbackCodec codec = FallbackCodec.preferFst();

    private List<Parts.Part> answer(RemoteFunction<Object, Object> fn, Object... inputs) throws Exception {
        Encoded sent = codec.encode(MapChunk.of(fn, List.of(inputs)));
        var received = MapChunk.received((Parts.Opened) codec.decode(sent.codec(), sent.bytes()));
        Encoded answer = codec.encode(received.run(() -> false, LIMIT));
        assertTrue(answer.bytes().length <= LIMIT, answer.bytes().length + " bytes");
        return ((Parts.Opened) codec.decode(answer.codec(), answer.bytes())).parts();
    }

    private static Failure failure(Parts.Part part, Failure.Kind kind) throws Exception {
        Failure failure = Failure.fromBody(((Parts.Message) part).bytes());
        assertEquals(kind, failure.kind());
        return failure;
    }

    @Test
    void answersWithAValueOrAFailureForEachInput() throws Exception {
        var parts = answer(
                x -> {
                    if (x.equals(2)) {
                        throw new IllegalStateException("two");
                    }
                    return x.equals(3) ? Thread.currentThread() : x;
                },
                1,
                2,
                3,
                4);
        assertEquals(new Parts.Value(1), parts.get(0));
        Failure threw = failure(parts.get(1), Failure.Kind.THREW);
        assertEquals("two", threw.message());
        assertInstanceOf(IllegalStateException.class, codec.decode(threw.codec(), threw.encoded()));
        assertFalse(threw.stackTrace().contains("MapChunk.run"), threw.stackTrace());
        failure(parts.get(2), Failure.Kind.RESULT_NOT_ENCODABLE);
        assertEquals(new Parts.Value(4), parts.get(3));
    }

    @Test
    void whatIsTooLargeFailsOneElement() throws Exception {
        var parts = answer(
                x -> {
                    if (x.equals(3)) {
                        throw new IllegalStateException("long".repeat(LIMIT));
                    }
                    return new byte[(Integer) x];
                },
                LIMIT,
                3,
                5);
        failure(parts.get(0), Failure.Kind.RESULT_NOT_ENCODABLE);
        assertTrue(failure(parts.get(1), Failure.Kind.THREW).message().startsWith("longlong"));
        assertEquals(5, ((byte[]) ((Parts.Value) parts.get(2)).value()).length);
    }

    @Test
    void anInterruptThatAnElementLeavesBehindDoesNotReachTheNext() throws Exception {
        var parts = answer(
                x -> {
                    boolean before = Thread.currentThread().isInterrupted();
                    Thread.currentThread().interrupt();
                    return before;
                },
                1,
                2);
        assertTrue(Thread.interrupted());
        assertEquals(List.of(new Parts.Value(false), new Parts.Value(false)), parts);
    }

    @Test
    void aCancelledChunkRunsNoFurtherElement() {
        List<Integer> ran = new ArrayList<>();
        var cancelled = new AtomicBoolean();
        var chunk = MapChunk.of(
                (Integer i) -> {
                    ran.add(i);
                    cancelled.set(i == 1);
                    return i;
                },
                List.of(0, 1, 2, 3));
        var thrown = assertThrows(CancellationException.class, () -> chunk.run(cancelled::get, LIMIT));
        assertEquals("cancelled after 2 of 4", thrown.getMessage());
        assertEquals(List.of(0, 1), ran);
    }

    @Test
    void anAnswerOfPlainValuesNeedsNotBeRetained() {
        assertTrue(RetainedResults.isPlain(
                MapChunk.of((Object x) -> x, List.of(1, "a")).call()));
        assertFalse(RetainedResults.isPlain(
                MapChunk.of((Object x) -> x, List.of(1, List.of())).call()));
    }
}
