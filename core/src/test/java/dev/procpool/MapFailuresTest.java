package dev.procpool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.task.RemoteFunction;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What fails in a {@code map} fails in its turn, alone where that is possible, and the rest goes on. */
final class MapFailuresTest extends MapOverPools {

    @ParameterizedTest
    @MethodSource("backendsAndChunkSizes")
    void throwsWhereTheFailedResultWouldStandAndGoesOnAfterIt(Backend backend, int chunkSize) {
        RemoteFunction<Integer, Integer> fn = i -> i % 5 == 2 ? fail("no " + i) : i;
        Iterator<Integer> results =
                pool(backend).map(fn, upTo(20), MapOptions.chunkSize(chunkSize)).iterator();
        for (int i = 0; i < 20; i++) {
            if (i % 5 == 2) {
                assertEquals(
                        "no " + i,
                        causeOfNext(IllegalStateException.class, results).getMessage());
            } else {
                assertEquals(i, results.next());
            }
        }
        assertFalse(results.hasNext());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void theStackOfAFailureIsThatOfTheFunctionAndOfWhoeverConsumed(int chunkSize) {
        Iterator<Integer> results = processes
                .map(i -> fail("boom"), upTo(3), MapOptions.chunkSize(chunkSize))
                .iterator();
        String stack = Stream.of(
                        causeOfNext(IllegalStateException.class, results).getStackTrace())
                .map(Object::toString)
                .collect(Collectors.joining("\n"));
        assertTrue(
                stack.matches("(?s).*MapOverPools\\.fail\\(.*procpool\\.submit\\(task \\d+ to pool 'map'\\)\n.*"
                        + "MapFailuresTest\\.theStackOfAFailure.*"),
                stack);
        assertFalse(stack.contains("dev.procpool.worker"), stack);
        assertFalse(stack.contains("dev.procpool.Map" + "Results"), stack);
    }

    @Test
    void theDeathOfAWorkerFailsTheElementsOfItsChunkAndNoOther() {
        RemoteFunction<Integer, Integer> fn = i -> {
            if (i == 4) {
                Runtime.getRuntime().halt(9);
            }
            return i;
        };
        Iterator<Integer> results =
                processes.map(fn, upTo(9), MapOptions.chunkSize(3)).iterator();
        for (int i = 0; i < 9; i++) {
            if (i / 3 == 1) {
                assertEquals(
                        9, causeOfNext(WorkerCrashedException.class, results).exitCode());
            } else {
                assertEquals(i, results.next());
            }
        }
        assertFalse(results.hasNext());
    }

    @ParameterizedTest
    @EnumSource
    void exceptionsThatMeanSomethingToFuturesAreTheFunctionsOwn(Backend backend) {
        List<RuntimeException> thrown = List.of(
                new CancellationException("mine"), new CompletionException("mine", null), new RuntimeException("mine"));
        for (int chunkSize : new int[] {1, 3}) {
            Iterator<Object> results = pool(backend)
                    .<RuntimeException, Object>map(
                            e -> {
                                throw e;
                            },
                            thrown,
                            MapOptions.chunkSize(chunkSize))
                    .iterator();
            for (RuntimeException expected : thrown) {
                assertEquals("mine", causeOfNext(expected.getClass(), results).getMessage());
            }
            assertFalse(results.hasNext());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatTheInputsThrowComesAsItIsAndThePoolIsUsable(Backend backend) throws Exception {
        Iterable<Integer> inputs = () ->
                Stream.of(1, 2).<Integer>map(i -> i == 1 ? i : fail("input")).iterator();
        Iterator<Integer> results = pool(backend).map(i -> i, inputs).iterator();
        assertEquals(1, results.next());
        assertEquals(
                "input",
                assertThrows(IllegalStateException.class, results::next).getMessage());
        assertFalse(results.hasNext());
        assertEquals(6, pool(backend).submit(() -> 6).get());
    }

    @Test
    void nullArgumentsAreRefusedAtOnce() {
        for (Backend backend : Backend.values()) {
            TaskPool pool = pool(backend);
            assertThrows(NullPointerException.class, () -> pool.map(null, List.of(1)));
            assertThrows(NullPointerException.class, () -> pool.map(x -> x, null));
            assertThrows(NullPointerException.class, () -> pool.map(x -> x, List.of(1), null));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptThatAnElementLeavesBehindStaysInItsThreadAndItsElement(Backend backend) {
        for (int chunkSize : new int[] {1, 4}) {
            List<Boolean> found = pool(backend)
                    .map(
                            i -> {
                                boolean before = Thread.interrupted();
                                Thread.currentThread().interrupt();
                                return before;
                            },
                            upTo(4),
                            MapOptions.chunkSize(chunkSize))
                    .toList();
            boolean here = backend == Backend.SEQUENTIAL;
            assertEquals(here, Thread.interrupted());
            assertEquals(List.of(false, here, here, here), found);
        }
    }
}
