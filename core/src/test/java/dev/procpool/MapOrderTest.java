package dev.procpool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.task.RemoteFunction;
import dev.procpool.testing.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which results {@code map} gives, in which order, whatever the chunks. */
final class MapOrderTest extends MapOverPools {

    @ParameterizedTest
    @MethodSource("backendsAndChunkSizes")
    void isTheSequentialMapForEveryChunkSize(Backend backend, int chunkSize) {
        List<Integer> squares = upTo(100).stream().map(i -> i * i).toList();
        var options = MapOptions.chunkSize(chunkSize);
        assertEquals(squares, pool(backend).map(i -> i * i, upTo(100), options).toList());
        assertEquals(
                squares,
                pool(backend)
                        .map(i -> i * i, upTo(100), options.withAsCompleted())
                        .sorted()
                        .toList());
        assertEquals(
                List.of(),
                pool(backend).map(i -> i, List.<Integer>of(), options).toList());
    }

    @ParameterizedTest
    @EnumSource
    void keepsTheOrderOfManyInputs(Backend backend) {
        List<Integer> inputs = upTo(2_000);
        assertEquals(inputs, pool(backend).map(i -> i, inputs).toList());
    }

    @ParameterizedTest
    @EnumSource
    void takesAndGivesNullsAndObjects(Backend backend) {
        List<Map<String, Integer>> inputs = new ArrayList<>(Collections.nCopies(5, null));
        inputs.set(3, new HashMap<>(Map.of("three", 3)));
        assertEquals(
                inputs,
                pool(backend).map(map -> map, inputs, MapOptions.chunkSize(2)).toList());
    }

    @Test
    void neitherInputsNorResultsShareAnythingWithinAChunk() {
        int[] one = {0};
        List<int[]> results = processes
                .map(
                        numbers -> {
                            numbers[0]++;
                            return numbers;
                        },
                        List.of(one, one, one),
                        MapOptions.chunkSize(3))
                .toList();
        results.forEach(result -> assertEquals(1, result[0]));
        assertNotSame(results.get(0), results.get(1));
    }

    @ParameterizedTest
    @EnumSource
    void worksOverInfiniteInputsAndShortCircuits(Backend backend) {
        var taken = new AtomicInteger();
        Iterable<Integer> naturals =
                () -> Stream.generate(taken::getAndIncrement).iterator();
        for (MapOptions options : List.of(
                MapOptions.defaults(), MapOptions.window(3), MapOptions.asCompleted(), MapOptions.chunkSize(5))) {
            taken.set(0);
            try (Stream<Integer> squares = pool(backend).map(i -> i * i, naturals, options)) {
                assertEquals(0, taken.get());
                assertEquals(10, squares.limit(10).count());
            }
            assertTrue(taken.get() <= 10 + options.window().orElse(20 * WORKERS), "taken=" + taken);
        }
        try (Stream<Integer> squares = pool(backend).map(i -> i * i, naturals)) {
            assertTrue(squares.filter(square -> square > 1_000).findFirst().isPresent());
        }
    }

    @Test
    void resultsAsCompletedDoNotWaitForASlowerOne(@TempDir Path directory) {
        String d = directory.toString();
        RemoteFunction<Integer, Integer> slowZero = i -> {
            if (i == 0) {
                awaitFile(d, "go");
            }
            return i == 3 ? fail("three") : i;
        };
        Iterator<Integer> results =
                processes.map(slowZero, upTo(5), MapOptions.asCompleted()).iterator();
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            try {
                seen.add(results.next());
            } catch (CompletionException e) {
                seen.add(e.getCause().getMessage());
            }
        }
        assertEquals(Set.of(1, 2, "three", 4), seen);
        create(directory, "go");
        assertEquals(0, results.next());
        assertFalse(results.hasNext());
    }

    private static void create(Path directory, String name) {
        try {
            Files.createFile(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aCallbackMayConsumeAMap() throws Exception {
        for (MapOptions options : List.of(MapOptions.ordered(), MapOptions.asCompleted())) {
            var sum = processes
                    .submit(() -> 100)
                    .thenApplyAsync(end -> processes
                            .map(i -> i, upTo(end), options)
                            .mapToInt(i -> i)
                            .sum());
            assertEquals(4950, sum.get(Patience.surely().toMillis(), TimeUnit.MILLISECONDS));
        }
        try (var one = ProcessPool.create(1)) {
            // No worker is ready yet, so that the action runs on the pool's thread.
            var sum = one.submit(() -> 100)
                    .thenApply(end -> one.map(i -> i, upTo(end), MapOptions.asCompleted())
                            .mapToInt(i -> i)
                            .sum());
            assertEquals(4950, sum.get(Patience.surely().toMillis(), TimeUnit.MILLISECONDS));
        }
    }

    @Test
    void withoutProcessesItRunsInTheConsumerOneByOneOnTheInputsThemselves() {
        List<Integer> ran = new ArrayList<>();
        Object input = new Object();
        Iterator<Object> results = sequential
                .<Object, Object>map(
                        x -> {
                            ran.add(ran.size());
                            return x;
                        },
                        List.of(input, input, input),
                        MapOptions.chunkSize(3).withAsCompleted().withWindow(10))
                .iterator();
        assertEquals(List.of(), ran);
        assertSame(input, results.next());
        assertEquals(List.of(0), ran);
        assertSame(input, results.next());
        assertEquals(List.of(0, 1), ran);
    }
}
