package dev.procpool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.procpool.internal.pool.MapOutcome;
import dev.procpool.testing.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the inputs throw, what the pool refuses, and what the consumer's thread is told in between. */
final class MapResultsFailuresTest extends MapOverAScript {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10})
    void whatTheInputsThrowComesAfterTheResultsBeforeItAsItIs(int chunkSize) {
        atOnce = true;
        var thrown = new IOException("input");
        Iterable<Integer> inputs = () -> Stream.of(0, 1, 2, 3, 4, 5)
                .peek(i -> {
                    if (i == 4) {
                        MapResultsFailuresTest.<RuntimeException>sneak(thrown);
                    }
                })
                .iterator();
        Iterator<Integer> results = map(inputs, MapOptions.chunkSize(chunkSize)).iterator();
        for (int i = 0; i < 4; i++) {
            assertEquals(i * 10, results.next());
        }
        assertSame(thrown, assertThrows(IOException.class, results::next));
        assertFalse(results.hasNext());
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void inputsWithoutAnIteratorThrowAtTheFirstPull() {
        var thrown = new IllegalStateException("no iterator");
        Stream<Integer> stream = map(
                () -> {
                    throw thrown;
                },
                MapOptions.defaults());
        Iterator<Integer> results = stream.iterator();
        assertSame(thrown, assertThrows(IllegalStateException.class, results::next));
        assertFalse(results.hasNext());
    }

    @Test
    void thatThePoolTakesNoMoreComesAfterWhatItHasTaken() {
        atOnce = true;
        Iterator<Integer> results = MapResults.<Integer, Integer>stream(
                        chunk -> {
                            if (submitted.size() == 2) {
                                throw new RejectedExecutionException("closed");
                            }
                            return submit(chunk);
                        },
                        naturals(),
                        MapOptions.chunkSize(2),
                        1,
                        false)
                .iterator();
        for (int i = 0; i < 4; i++) {
            assertEquals(i * 10, results.next());
        }
        assertEquals(
                "closed",
                assertThrows(RejectedExecutionException.class, results::next).getMessage());
        assertFalse(results.hasNext());
    }

    @Test
    void anInputThatCannotTravelFailsInItsTurnAndTheRestOfItsChunkDoesNot() {
        atOnce = true;
        Iterator<Integer> results = MapResults.<Integer, Integer>stream(
                        chunk -> {
                            if (chunk.contains(4)) {
                                throw new TaskSerializationException("four", null);
                            }
                            return submit(chunk);
                        },
                        upTo(7),
                        MapOptions.chunkSize(3),
                        1,
                        false)
                .iterator();
        for (int i = 0; i < 7; i++) {
            if (i == 4) {
                var failure = assertThrows(CompletionException.class, results::next);
                assertEquals("four", failure.getCause().getMessage());
            } else {
                assertEquals(i * 10, results.next());
            }
        }
        assertFalse(results.hasNext());
    }

    @Test
    void anInterruptedConsumerGetsItsResultAndStaysInterrupted() {
        Iterator<Integer> results =
                map(upTo(1), MapOptions.timeout(Duration.ofHours(1))).iterator();
        var first = new FutureTask<>(() -> {
            int result = results.next();
            return Thread.interrupted() ? result : -1;
        });
        var consumer = new Thread(first, "consumer");
        consumer.start();
        Await.until(() -> consumer.getState() == Thread.State.TIMED_WAITING, "it does not wait");
        consumer.interrupt();
        complete(0);
        assertEquals(0, await(first));
    }

    @Test
    void anExceptionWhoseTextCannotBeHadIsThrownAllTheSame() {
        var mute = new RuntimeException() {
            private static final long serialVersionUID = 1L;

            @Override
            public String toString() {
                throw new IllegalStateException("no text");
            }
        };
        var results = MapResults.<Integer, Integer>stream(
                        chunk -> CompletableFuture.completedFuture(List.of(new MapOutcome(null, mute))),
                        upTo(1),
                        MapOptions.defaults(),
                        1,
                        false)
                .iterator();
        assertSame(mute, assertThrows(CompletionException.class, results::next).getCause());
        assertFalse(results.hasNext());
    }
}
