package dev.procpool;

import dev.procpool.internal.pool.MapOutcome;
import dev.procpool.testing.Patience;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** What tests of {@link MapResults} have in common: a pool that completes a chunk when the test says so. */
abstract class MapOverAScript {

    final List<List<Integer>> submitted = new ArrayList<>();
    final List<CompletableFuture<List<MapOutcome>>> futures = new ArrayList<>();
    final AtomicInteger taken = new AtomicInteger();

    /** Whether a chunk is done as soon as it is submitted. */
    boolean atOnce;

    CompletableFuture<List<MapOutcome>> submit(List<Integer> chunk) {
        submitted.add(chunk);
        futures.add(new CompletableFuture<>());
        if (atOnce) {
            complete(futures.size() - 1);
        }
        return futures.get(futures.size() - 1);
    }

    void complete(int chunk) {
        futures.get(chunk)
                .complete(submitted.get(chunk).stream()
                        .map(input -> new MapOutcome(input * 10, null))
                        .toList());
    }

    Iterable<Integer> naturals() {
        return upTo(Integer.MAX_VALUE);
    }

    Iterable<Integer> upTo(int end) {
        return () -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                return taken.get() < end;
            }

            @Override
            public Integer next() {
                return taken.getAndIncrement();
            }
        };
    }

    Stream<Integer> map(Iterable<Integer> inputs, MapOptions options) {
        return MapResults.stream(this::submit, inputs, options, 1, false);
    }

    static <T> T await(FutureTask<T> task) {
        try {
            return task.get(Patience.surely().toMillis(), TimeUnit.MILLISECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
