package dev.procpool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.testing.Await;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken, submitted and handed out when. */
final class MapResultsWindowTest extends MapOverAScript {

    @ParameterizedTest
    @CsvSource({"1,1", "1,5", "3,10", "10,10", "50,8", "2,3"})
    void neverTakesMoreInputsThanTheWindowAheadOfWhatIsConsumed(int chunkSize, int window) {
        atOnce = true;
        for (MapOptions order : List.of(MapOptions.ordered(), MapOptions.asCompleted())) {
            taken.set(0);
            var options = order.withChunkSize(chunkSize).withWindow(window);
            Iterator<Integer> results = map(naturals(), options).iterator();
            assertEquals(0, taken.get(), "it begins with the terminal operation");
            for (int consumed = 0; consumed < 60; consumed++) {
                assertEquals(consumed * 10, results.next());
                assertTrue(taken.get() <= consumed + window, taken + " taken, " + consumed + " consumed before");
                int chunk = Math.min(chunkSize, window);
                assertTrue(taken.get() > consumed + window - chunk, taken + " taken, " + consumed + " consumed before");
            }
            submitted.forEach(chunk -> assertEquals(Math.min(chunkSize, window), chunk.size()));
            submitted.clear();
            futures.clear();
        }
    }

    @Test
    void theWindowThatNobodyChoseGrowsWithTheChunksAndTheWorkers() {
        atOnce = true;
        for (int[] expected : new int[][] {{1, 1, 16}, {1, 3, 48}, {10, 1, 40}, {10, 3, 120}}) {
            taken.set(0);
            MapResults.stream(this::submit, naturals(), MapOptions.chunkSize(expected[0]), expected[1], false)
                    .iterator()
                    .next();
            assertEquals(expected[2], taken.get());
        }
        var huge = MapOptions.chunkSize(Integer.MAX_VALUE);
        assertEquals(
                50,
                MapResults.stream(this::submit, upTo(50 + taken.get()), huge, 4096, false)
                        .count());
    }

    @Test
    void theLastChunkHasWhatIsLeft() {
        atOnce = true;
        assertEquals(7, map(upTo(7), MapOptions.chunkSize(3)).toList().size());
        assertEquals(List.of(List.of(0, 1, 2), List.of(3, 4, 5), List.of(6)), submitted);
    }

    @Test
    void resultsAsCompletedComeInTheOrderOfTheirEnd() {
        Iterator<Integer> results =
                map(upTo(6), MapOptions.asCompleted().withChunkSize(2)).iterator();
        var first = new FutureTask<>(results::next);
        var consumer = new Thread(first, "consumer");
        consumer.start();
        Await.until(() -> consumer.getState() == Thread.State.WAITING, "it does not wait");
        complete(2);
        assertEquals(40, await(first));
        futures.get(1).completeExceptionally(new IOException("second"));
        assertEquals(50, results.next());
        assertEquals(
                "second",
                assertThrows(CompletionException.class, results::next)
                        .getCause()
                        .getMessage());
        complete(0);
        assertEquals(
                "second",
                assertThrows(CompletionException.class, results::next)
                        .getCause()
                        .getMessage());
        assertEquals(0, results.next());
        assertEquals(10, results.next());
        assertFalse(results.hasNext());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whatAFullQueueRefusesIsSubmittedLater(int chunkSize) {
        atOnce = true;
        var asked = new AtomicInteger();
        Iterator<Integer> results = MapResults.<Integer, Integer>stream(
                        chunk -> {
                            if (chunk.contains(4) && chunk.size() > 1) {
                                throw new TaskSerializationException("four", null);
                            }
                            if (asked.incrementAndGet() % 2 == 0) {
                                throw new RejectedExecutionException("full");
                            }
                            return submit(chunk);
                        },
                        upTo(10),
                        MapOptions.chunkSize(chunkSize).withWindow(6),
                        1,
                        false)
                .iterator();
        for (int i = 0; i < 10; i++) {
            assertEquals(i * 10, results.next());
            assertTrue(taken.get() <= i + 6, taken + " taken, " + i + " consumed before");
        }
        assertFalse(results.hasNext());
    }
}
