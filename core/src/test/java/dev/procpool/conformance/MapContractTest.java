package dev.procpool.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every {@code map} keeps to, on every backend. */
@OnEveryBackend
final class MapContractTest extends SharesAPool {

    private static final int WORKERS = 2;

    MapContractTest() {
        super(backend -> backend.open(WORKERS));
    }

    @Test
    @Behaviour(14)
    void resultsAreInTheOrderOfTheInputs() {
        List<Integer> inputs = IntStream.range(0, 2_000).boxed().toList();
        assertEquals(
                inputs.stream().map(i -> i * i).toList(),
                pool.map(i -> i * i, inputs).toList());
        assertEquals(List.of(), pool.map(i -> i, List.of()).toList());
    }

    @Test
    @Behaviour(15)
    void aFailedResultIsThrownInItsTurnAndOneMayGoOnAfterIt() {
        Iterator<Integer> results = pool.map(i -> i == 2 ? Tasks.fail("two") : i, List.of(0, 1, 2, 3))
                .iterator();
        assertEquals(0, results.next());
        assertEquals(1, results.next());
        var failure = assertThrows(CompletionException.class, results::next);
        assertEquals("two", failure.getCause().getMessage());
        assertEquals(3, results.next());
        assertFalse(results.hasNext());
    }

    @Test
    @Behaviour(16)
    void closingItCancelsTheRest() throws Exception {
        List<Integer> inputs = List.of(0, 1, 2, 3, 4);
        try (Stream<Integer> results = pool.map(i -> i == 0 ? 0 : Tasks.sleepLong(), inputs)) {
            assertEquals(0, results.iterator().next());
        }
        assertEquals(6, pool.submit(() -> 6).get(), "whoever is asleep holds no worker");
    }

    /** FAILS until map ends its iterator on close: it goes on to take inputs and to submit them. */
    @Test
    @Behaviour(16)
    void closingItEndsItsIteratorAndTakesNoMoreInputs() {
        var taken = new AtomicInteger();
        Stream<Integer> results = pool.map(i -> i, countedFrom(taken));
        Iterator<Integer> iterator = results.iterator();
        assertEquals(0, iterator.next());
        int takenAtClose = taken.get();
        results.close();
        assertFalse(iterator.hasNext());
        assertEquals(takenAtClose, taken.get());
    }

    @Test
    @Behaviour(17)
    void inputsMayBeInfiniteAndAreTakenOnlyABoundedNumberAhead() {
        var taken = new AtomicInteger();
        try (Stream<Integer> squares = pool.map(i -> i * i, countedFrom(taken))) {
            assertEquals(0, taken.get(), "nothing is taken before it is asked");
            Iterator<Integer> iterator = squares.iterator();
            iterator.next();
            assertTrue(taken.get() <= 1_000, "at first taken=" + taken);
            // Chunks grow, if elements are short, to 4096 of them.
            int most = 1_000 + 4 * 4096 * WORKERS;
            for (int i = 1; i < 100_000; i++) {
                assertEquals(i * i, iterator.next());
                assertTrue(taken.get() <= i + most, "at " + i + " taken=" + taken);
            }
        }
    }

    private static Iterable<Integer> countedFrom(AtomicInteger next) {
        return () -> Stream.generate(next::getAndIncrement).iterator();
    }

    @Test
    @Behaviour(18)
    void whatTheInputsThrowReachesTheCallerAsItIs() throws Exception {
        Iterable<Integer> inputs = () -> Stream.of(1, 2)
                .<Integer>map(i -> i == 1 ? i : Tasks.fail("input"))
                .iterator();
        var failure = assertThrows(
                IllegalStateException.class, () -> pool.map(i -> i, inputs).toList());
        assertEquals("input", failure.getMessage());
        assertEquals(6, pool.submit(() -> 6).get());
    }
}
