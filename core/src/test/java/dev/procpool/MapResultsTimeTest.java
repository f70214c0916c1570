package dev.procpool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.testing.Await;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When the time of a map is up: what is ready comes, then the timeout, then nothing. */
final class MapResultsTimeTest extends MapOverAScript {

    private static final Duration SHORT = Duration.ofMillis(20);

    /** Inputs of which the last takes longer than the limit, and what has been submitted until then is done. */
    private Iterable<Integer> lastComesTooLate(int count, Duration limit, int... done) {
        Iterator<Integer> inputs = upTo(count).iterator();
        return () -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                return inputs.hasNext();
            }

            @Override
            public Integer next() {
                if (taken.get() == count - 1) {
                    IntStream.of(done).forEach(MapResultsTimeTest.this::complete);
                    awaitTime(limit);
                }
                return inputs.next();
            }
        };
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void afterTheTimeIsUpWhatIsReadyComesAndThenTheTimeoutAndThenNothing(boolean ordered) {
        Duration limit = SHORT;
        Iterator<Integer> results;
        do { // Until the machine does not stand still for all of that time.
            limit = limit.multipliedBy(2);
            forgetAll();
            var options = (ordered ? MapOptions.ordered() : MapOptions.asCompleted())
                    .withChunkSize(2)
                    .withTimeout(limit);
            results = map(lastComesTooLate(8, limit, 0, 1), options).iterator();
            try {
                assertEquals(0, results.next());
            } catch (CompletionException e) {
                assertTrue(taken.get() < 8, e::toString);
            }
        } while (taken.get() < 8);
        for (int i = 1; i < 4; i++) {
            assertEquals(i * 10, results.next());
        }
        var failure = assertThrows(CompletionException.class, results::next);
        var timeout = assertInstanceOf(TimeoutException.class, failure.getCause());
        assertEquals("4 of 8 submitted unfinished after " + limit.toMillis() + " ms", timeout.getMessage());
        assertTrue(futures.get(2).isCancelled());
        assertTrue(futures.get(3).isCancelled());
        assertFalse(results.hasNext());
    }

    @Test
    void whereAllInputsAreTakenAndFinishedTheTimeDoesNotMatter() {
        Duration limit = SHORT;
        List<Integer> results = List.of();
        do {
            limit = limit.multipliedBy(2);
            forgetAll();
            atOnce = true;
            var options = MapOptions.chunkSize(3).withTimeout(limit);
            try {
                results = map(lastComesTooLate(3, limit), options).toList();
            } catch (CompletionException e) {
                assertEquals(0, taken.get(), e::toString);
            }
        } while (taken.get() < 3);
        assertEquals(List.of(0, 10, 20), results);
    }

    private void forgetAll() {
        taken.set(0);
        submitted.clear();
        futures.clear();
    }

    private static void awaitTime(Duration time) {
        long startNanos = System.nanoTime();
        Await.until(() -> System.nanoTime() - startNanos > time.toNanos(), "time does not pass");
    }

    @Test
    void theTimeIsUpAlsoWhereAllIsFinishedButInputsAreLeft() {
        atOnce = true;
        var options = MapOptions.window(1).withTimeout(Duration.ofSeconds(1));
        Iterator<Integer> results = map(naturals(), options).iterator();
        var failure = assertThrows(CompletionException.class, () -> {
            while (results.hasNext()) {
                results.next();
            }
        });
        var message = failure.getCause().getMessage();
        assertTrue(message.matches("0 of \\d+ submitted unfinished after 1 s, with inputs left"), message);
        assertFalse(results.hasNext());
    }
}
