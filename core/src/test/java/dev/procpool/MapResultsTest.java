package dev.procpool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.internal.pool.MapOutcome;
import dev.procpool.testing.Await;
import dev.procpool.testing.Patience;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken, submitted, handed out and cancelled when, with a pool that completes a chunk when the test says so. */
final class MapResultsTest {

    private static final Duration SHORT = Duration.ofMillis(20);

    private final List<List<Integer>> submitted = new ArrayList<>();
    private final List<CompletableFuture<List<MapOutcome>>> futures = new ArrayList<>();
    private final AtomicInteger taken = new AtomicInteger();

    /** Whether a chunk is done as soon as it is submitted. */
    private boolean atOnce;

    private CompletableFuture<List<MapOutcome>> submit(List<Integer> chunk) {
        submitted.add(chunk);
        futures.add(new CompletableFuture<>());
        if (atOnce) {
            complete(futures.size() - 1);
        }
        return futures.get(futures.size() - 1);
    }

    private void complete(int chunk) {
        futures.get(chunk)
                .complete(submitted.get(chunk).stream()
                        .map(input -> new MapOutcome(input * 10, null))
                        .toList());
    }

    private Iterable<Integer> naturals() {
        return upTo(Integer.MAX_VALUE);
    }

    private Iterable<Integer> upTo(int end) {
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

    private Stream<Integer> map(Iterable<Integer> inputs, MapOptions options) {
        return MapResults.stream(this::submit, inputs, options, 1);
    }

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
            MapResults.stream(this::submit, naturals(), MapOptions.chunkSize(expected[0]), expected[1])
                    .iterator()
                    .next();
            assertEquals(expected[2], taken.get());
        }
        var huge = MapOptions.chunkSize(Integer.MAX_VALUE);
        assertEquals(
                50,
                MapResults.stream(this::submit, upTo(50 + taken.get()), huge, 4096)
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

    private static <T> T await(FutureTask<T> task) {
        try {
            return task.get(Patience.surely().toMillis(), TimeUnit.MILLISECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

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
                    IntStream.of(done).forEach(MapResultsTest.this::complete);
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
                    1);
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

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10})
    void whatTheInputsThrowComesAfterTheResultsBeforeItAsItIs(int chunkSize) {
        atOnce = true;
        var thrown = new IOException("input");
        Iterable<Integer> inputs = () -> Stream.of(0, 1, 2, 3, 4, 5)
                .peek(i -> {
                    if (i == 4) {
                        MapResultsTest.<RuntimeException>sneak(thrown);
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
                        1)
                .iterator();
        for (int i = 0; i < 4; i++) {
            assertEquals(i * 10, results.next());
        }
        assertEquals(
                "closed",
                assertThrows(RejectedExecutionException.class, results::next).getMessage());
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
                        1)
                .iterator();
        for (int i = 0; i < 10; i++) {
            assertEquals(i * 10, results.next());
            assertTrue(taken.get() <= i + 6, taken + " taken, " + i + " consumed before");
        }
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
                        1)
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
                        1)
                .iterator();
        assertSame(mute, assertThrows(CompletionException.class, results::next).getCause());
        assertFalse(results.hasNext());
    }

    @Test
    void optionsThatMakeNoSenseAreRefusedWithNameAndValue() {
        assertRefused("chunkSize must be positive: chunkSize=0", () -> MapOptions.chunkSize(0));
        assertRefused(
                "chunkSize must be positive: chunkSize=-5",
                () -> MapOptions.defaults().withChunkSize(-5));
        assertRefused("window must be positive: window=0", () -> MapOptions.window(0));
        assertRefused("timeout must be positive: timeout=PT0S", () -> MapOptions.timeout(Duration.ZERO));
        assertRefused("timeout must be positive: timeout=PT-1S", () -> MapOptions.timeout(Duration.ofSeconds(-1)));
        assertThrows(NullPointerException.class, () -> MapOptions.timeout(null));
        assertThrows(NullPointerException.class, () -> MapOptions.task(null));
    }

    private static void assertRefused(String message, Runnable call) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }

    @Test
    void optionsAreImmutableAndKeepWhatTheyAreTold() {
        var task = TaskOptions.timeout(Duration.ofSeconds(3));
        var options = MapOptions.chunkSize(4)
                .withWindow(9)
                .withAsCompleted()
                .withTimeout(Duration.ofSeconds(2))
                .withTask(task);
        assertEquals(4, options.chunkSize().getAsInt());
        assertEquals(9, options.window().getAsInt());
        assertFalse(options.isOrdered());
        assertEquals(Duration.ofSeconds(2), options.timeout().orElseThrow());
        assertSame(task, options.task());
        assertTrue(options.withOrdered().isOrdered());
        assertFalse(options.isOrdered());
        assertTrue(MapOptions.defaults().chunkSize().isEmpty());
        assertTrue(MapOptions.defaults().window().isEmpty());
        assertTrue(MapOptions.defaults().timeout().isEmpty());
        assertTrue(MapOptions.defaults().isOrdered());
        Duration forever = Duration.ofSeconds(Long.MAX_VALUE);
        assertEquals(
                Optional.of(forever),
                MapOptions.task(TaskOptions.timeout(forever))
                        .taskOfChunk(1_000, 0)
                        .timeout());
        assertEquals(Long.MAX_VALUE, MapOptions.timeout(forever).timeoutNanos());
        assertEquals(Duration.ofSeconds(12), options.taskOfChunk(4, 7).timeout().orElseThrow());
    }
}
