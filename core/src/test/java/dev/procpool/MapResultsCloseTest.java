package dev.procpool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.internal.pool.MapOutcome;
import dev.procpool.testing.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is cancelled, and who is woken, when a map is closed. */
final class MapResultsCloseTest extends MapOverAScript {

    @Test
    void closeCancelsTheLastFirstAndWakesItsConsumer() {
        for (MapOptions order : List.of(MapOptions.ordered(), MapOptions.asCompleted())) {
            submitted.clear();
            futures.clear();
            List<Integer> cancelled = new ArrayList<>();
            Stream<Integer> stream = MapResults.stream(
                    (List<Integer> chunk) -> {
                        CompletableFuture<List<MapOutcome>> future = submit(chunk);
                        future.whenComplete((value, failure) -> cancelled.add(chunk.get(0)));
                        return future;
                    },
                    List.of(0, 1, 2),
                    order,
                    1,
                    false);
            var hasNext = new FutureTask<>(stream.iterator()::hasNext);
            var consumer = new Thread(hasNext, "consumer");
            consumer.start();
            Await.until(() -> consumer.getState() == Thread.State.WAITING, "it does not wait");
            stream.close();
            assertFalse(await(hasNext));
            assertEquals(List.of(2, 1, 0), cancelled);
            stream.close();
        }
    }

    @Test
    @SuppressWarnings("try") // To close it twice is what is tried.
    void closeInTheMiddleOfAChunkEndsTheStream() {
        atOnce = true;
        List<Integer> seen = new ArrayList<>();
        try (Stream<Integer> stream = map(naturals(), MapOptions.chunkSize(4))) {
            stream.forEach(result -> {
                seen.add(result);
                if (result == 50) {
                    stream.close();
                }
            });
        }
        assertEquals(List.of(0, 10, 20, 30, 40, 50), seen);
    }

    @Test
    void aClosedStreamTakesNoInputs() {
        Stream<Integer> stream = map(naturals(), MapOptions.defaults());
        stream.close();
        assertThrows(IllegalStateException.class, stream::iterator);
        assertEquals(0, taken.get());
    }

    @Test
    void anInputThatClosesTheStreamIsNotSubmittedForNobody() {
        List<Stream<Integer>> self = new ArrayList<>();
        Iterable<Integer> inputs = () -> IntStream.range(0, 10)
                .peek(i -> {
                    if (i == 3) {
                        self.get(0).close();
                    }
                })
                .iterator();
        self.add(map(inputs, MapOptions.defaults()));
        assertFalse(self.get(0).iterator().hasNext());
        assertTrue(futures.stream().allMatch(CompletableFuture::isCancelled));
    }
}
