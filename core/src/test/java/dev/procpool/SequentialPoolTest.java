package dev.procpool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.task.RemoteCallable;
import dev.procpool.testing.Await;
import dev.procpool.testing.Patience;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    void hangingAnActionOnAFutureAsksIt() {
        assertEquals(3, pool.submit(() -> 1).thenApply(x -> x + 2).join());
        assertEquals(
                3,
                pool.submit(() -> 1)
                        .thenCombine(pool.submit(() -> 2), Integer::sum)
                        .join());
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
    void invokeAnyRunsNoTaskAfterTheFirstSuccess() throws Exception {
        TRACE.clear();
        List<RemoteCallable<Integer>> tasks =
                List.of(() -> 1 / traced("fails", 0), () -> traced("succeeds", 2), () -> traced("too late", 3));
        assertEquals(2, pool.invokeAny(tasks));
        assertEquals(List.of("fails", "succeeds"), TRACE);
    }

    @Test
    void invokeAnyThrowsTheLastFailureIfAllFail() {
        List<RemoteCallable<Integer>> tasks = List.of(() -> 1 / traced("zero", 0), () -> {
            throw new CancellationException("last");
        });
        var failure = assertThrows(ExecutionException.class, () -> pool.invokeAny(tasks));
        assertEquals("last", failure.getCause().getMessage());
    }

    @Test
    void invokeAllAndInvokeAnyRunNoTaskIfThereIsNoTime() throws Exception {
        TRACE.clear();
        List<RemoteCallable<Integer>> tasks = List.of(() -> traced("f", 1), () -> traced("g", 2));
        assertTrue(pool.invokeAll(tasks, 0, TimeUnit.SECONDS).stream().allMatch(Future::isCancelled));
        var failure = assertThrows(TimeoutException.class, () -> pool.invokeAny(tasks, 0, TimeUnit.SECONDS));
        assertEquals("2 of 2 tasks unfinished, none successful", failure.getMessage());
        assertEquals(List.of(), TRACE);
    }

    @Test
    void invokeAllRunsNoFurtherTaskOnceTheTimeIsUp() throws Exception {
        TRACE.clear();
        long limitNanos = TimeUnit.MILLISECONDS.toNanos(500);
        RemoteCallable<Integer> slow = () -> {
            long startNanos = System.nanoTime();
            Await.until(() -> System.nanoTime() - startNanos > limitNanos, "the end of the time");
            return traced("slow", 1);
        };
        List<RemoteCallable<Integer>> tasks = List.of(slow, () -> traced("next", 2));
        List<Future<Integer>> futures = pool.invokeAll(tasks, limitNanos, TimeUnit.NANOSECONDS);
        assertEquals(1, futures.get(0).get());
        assertTrue(futures.get(1).isCancelled());
        assertEquals(List.of("slow"), TRACE);
    }

    @Test
    void awaitTerminationWaitsForTheShutdownAsLongAsItMay() throws Exception {
        long startNanos = System.nanoTime();
        assertFalse(pool.awaitTermination(20, TimeUnit.MILLISECONDS));
        assertTrue(System.nanoTime() - startNanos >= TimeUnit.MILLISECONDS.toNanos(20));
        var terminated = new FutureTask<>(() -> pool.awaitTermination(1, TimeUnit.HOURS));
        var waiting = new Thread(terminated, "waits for termination");
        waiting.start();
        Await.until(() -> waiting.getState() == Thread.State.TIMED_WAITING, "it does not wait");
        pool.shutdown();
        assertTrue(terminated.get(Patience.surely().toMillis(), TimeUnit.MILLISECONDS));
        waiting.join();
    }

    @Test
    void anInterruptOfATaskIsNotLostOnItsCaller() {
        var future = pool.submit(() -> new CountDownLatch(1).await(1, TimeUnit.HOURS));
        Thread.currentThread().interrupt();
        var failure = assertThrows(ExecutionException.class, future::get);
        assertTrue(Thread.interrupted());
        assertInstanceOf(InterruptedException.class, failure.getCause());
    }

    @Test
    void aMinimalStageAsksItsFutureToo() {
        TRACE.clear();
        var future = pool.submit(() -> traced("stage", 4));
        assertEquals(4, future.minimalCompletionStage().toCompletableFuture().getNow(0));
        assertEquals(List.of("stage"), TRACE);
    }
}
