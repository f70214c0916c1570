package dev.procpool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.task.RemoteCallable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Lazy, once, in the caller. */
final class SequentialPoolTest {

    /** Tasks here run in this JVM, so they can leave a trace. */
    private static final List<String> TRACE = new ArrayList<>();

    private final SequentialPool pool = SequentialPool.create();

    private static int traced(String name, int value) {
        TRACE.add(name);
        return value;
    }

    @Test
    void aTaskRunsWhenItsFutureIsAskedAndOnlyOnce() throws Exception {
        TRACE.clear();
        var future = pool.submit(() -> traced("a", 1));
        assertEquals(List.of(), TRACE);
        assertFalse(future.isDone());
        assertEquals(1, future.get());
        assertEquals(1, future.join());
        assertEquals(1, future.get(0, TimeUnit.SECONDS));
        assertEquals(List.of("a"), TRACE);
    }

    @Test
    void aTaskThatIsNeverAskedNeverRuns() {
        TRACE.clear();
        pool.submit(() -> traced("b", 1));
        pool.close();
        assertEquals(List.of(), TRACE);
    }

    @Test
    void itRunsInTheThreadThatAsks() throws Exception {
        assertSame(Thread.currentThread(), pool.submit(Thread::currentThread).get());
    }

    @Test
    void exceptionsAreThoseOfTheTask() {
        var failure = assertThrows(
                ExecutionException.class,
                () -> pool.submit(() -> {
                            throw new IllegalStateException("boom");
                        })
                        .get());
        assertEquals(
                "boom",
                assertInstanceOf(IllegalStateException.class, failure.getCause())
                        .getMessage());
    }

    @Test
    void hangingAnActionOnAFutureAsksIt() {
        assertEquals(3, pool.submit(() -> 1).thenApply(x -> x + 2).join());
        assertEquals(
                3,
                pool.submit(() -> 1)
                        .thenCombine(pool.submit(() -> 2), Integer::sum)
                        .join());
    }

    @Test
    void aCancelledTaskNeverRuns() {
        TRACE.clear();
        var future = pool.submit(() -> traced("c", 1));
        assertTrue(future.cancel(true));
        assertThrows(CancellationException.class, future::get);
        assertEquals(List.of(), TRACE);
    }

    @Test
    void mapIsLazyAndInOrder() {
        TRACE.clear();
        var results = pool.map(i -> traced("m" + i, i * 2), List.of(1, 2, 3)).iterator();
        assertEquals(2, results.next());
        assertFalse(TRACE.contains("m3"), TRACE.toString());
        assertEquals(4, results.next());
        assertEquals(6, results.next());
        assertFalse(results.hasNext());
    }

    @Test
    void invokeAllAndInvokeAnyAndExecuteRun() throws Exception {
        TRACE.clear();
        List<RemoteCallable<Integer>> two = List.of(() -> traced("x", 1), () -> traced("y", 2));
        assertEquals(2, pool.invokeAll(two).get(1).get());
        List<RemoteCallable<Integer>> one = List.of(() -> traced("z", 5));
        assertEquals(5, pool.invokeAny(one));
        pool.execute(() -> traced("e", 0));
        assertEquals(List.of("x", "y", "z", "e"), TRACE);
    }

    @Test
    void afterShutdownNothingIsTakenButWhatWasCanStillBeAsked() throws Exception {
        var future = pool.submit(() -> 1);
        pool.close();
        assertTrue(pool.isTerminated());
        assertThrows(RejectedExecutionException.class, () -> pool.submit(() -> 2));
        assertEquals(1, future.get());
    }
}
