package dev.procpool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.task.RemoteFunction;
import dev.procpool.testing.Await;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits of time, of the queue and of memory hold for a {@code map}, too. */
final class MapLimitsTest extends MapOverPools {

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void theTimeoutOfTheMapCancelsTheRestAndEndsIt(int chunkSize, @TempDir Path directory) {
        String d = directory.toString();
        Iterator<Integer> results = processes
                .map(i -> hang(d), upTo(1), MapOptions.chunkSize(chunkSize).withTimeout(Duration.ofSeconds(1)))
                .iterator();
        var timeout = causeOfNext(TimeoutException.class, results);
        assertEquals("1 of 1 submitted unfinished after 1 s", timeout.getMessage());
        assertFalse(results.hasNext());
        Await.until(() -> processes.toString().contains("busy=0"), "the worker is not free");
    }

    @ParameterizedTest
    @EnumSource
    void aTimeoutThatTheFunctionThrowsIsNotThatOfTheMap(Backend backend) {
        RemoteFunction<Integer, Integer> fn = i -> {
            if (i == 1) {
                throw new TimeoutException("mine");
            }
            return i;
        };
        for (int chunkSize : new int[] {1, 3}) {
            var options = MapOptions.chunkSize(chunkSize).withTimeout(Duration.ofHours(1));
            Iterator<Integer> results = pool(backend).map(fn, upTo(3), options).iterator();
            assertEquals(0, results.next());
            assertEquals("mine", causeOfNext(TimeoutException.class, results).getMessage());
            assertEquals(2, results.next());
            assertFalse(results.hasNext());
        }
    }

    @Test
    void withoutProcessesTheTimeIsLookedAtBetweenElements() {
        List<Integer> ran = new ArrayList<>();
        RemoteFunction<Integer, Integer> slow = i -> {
            ran.add(i);
            long startNanos = System.nanoTime();
            Await.until(() -> System.nanoTime() - startNanos > 1_000_000_000, "time does not pass");
            return i;
        };
        Iterator<Integer> results = sequential
                .map(slow, upTo(3), MapOptions.timeout(Duration.ofSeconds(1)))
                .iterator();
        assertEquals(0, results.next());
        assertEquals(
                "0 of 1 submitted unfinished after 1 s, with inputs left",
                causeOfNext(TimeoutException.class, results).getMessage());
        assertFalse(results.hasNext());
        assertEquals(List.of(0), ran);
    }

    @Test
    void aTaskThatRunsLongerThanItsOwnLimitFailsWithItsChunk(@TempDir Path directory) {
        String d = directory.toString();
        var options = MapOptions.task(TaskOptions.timeout(Duration.ofMillis(300)));
        Iterator<Integer> alone = processes.map(i -> hang(d), upTo(1), options).iterator();
        assertSays("limit=300 ms", causeOfNext(TaskTimeoutException.class, alone));
        assertFalse(alone.hasNext());
        Iterator<Integer> together = processes
                .map(i -> parkedIf(i == 1), upTo(2), options.withChunkSize(2))
                .iterator();
        assertSays("limit=600 ms", causeOfNext(TaskTimeoutException.class, together));
        assertSays("limit=600 ms", causeOfNext(TaskTimeoutException.class, together));
        assertFalse(together.hasNext());
    }

    @Test
    void theLimitThatThePoolSetsIsForEachElementOfAChunk() {
        try (var limited = ProcessPool.builder()
                .workers(1)
                .taskTimeout(Duration.ofMillis(200))
                .build()) {
            Iterator<Integer> results = limited.map(i -> parkedIf(i == 1), upTo(3), MapOptions.chunkSize(3))
                    .iterator();
            assertSays("limit=600 ms", causeOfNext(TaskTimeoutException.class, results));
        }
    }

    @ParameterizedTest
    @EnumSource(FullQueue.class)
    void aQueueThatIsShorterThanTheWindowHoldsTheMapUpAndNoMore(FullQueue whenFull) {
        try (var narrow = ThreadPool.builder()
                .workers(1)
                .queueCapacity(2)
                .whenQueueFull(whenFull)
                .build()) {
            assertEquals(
                    upTo(100),
                    narrow.map(i -> i, upTo(100), MapOptions.chunkSize(3)).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void consumedInputsAndResultsCanBeCollected(int chunkSize) {
        for (MapOptions order : List.of(MapOptions.ordered(), MapOptions.asCompleted())) {
            List<WeakReference<Object>> references = new ArrayList<>();
            Iterable<byte[]> inputs = () -> Stream.generate(() -> {
                        byte[] input = new byte[1_000];
                        references.add(new WeakReference<>(input));
                        return input;
                    })
                    .iterator();
            var options = order.withChunkSize(chunkSize).withWindow(3);
            try (Stream<byte[]> stream = processes.map(bytes -> bytes, inputs, options)) {
                Iterator<byte[]> results = stream.iterator();
                for (int i = 0; i < 9; i++) {
                    references.add(new WeakReference<>(results.next()));
                }
                assertTrue(references.size() >= 18, references::toString);
                // Three inputs are under way, or their results wait.
                Await.until(
                        () -> {
                            System.gc();
                            return references.stream()
                                            .filter(reference -> reference.get() != null)
                                            .count()
                                    <= 3;
                        },
                        "consumed inputs or results are still reachable");
                assertEquals(1_000, results.next().length);
            }
        }
    }
}
