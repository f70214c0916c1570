package dev.procpool.conformance;

import static dev.procpool.conformance.Capability.RUNS_IN_BACKGROUND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.TaskFuture;
import dev.procpool.task.RemoteCallable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many tasks at once, and what one can wait for. */
@OnEveryBackend
final class BulkTest extends SharesAPool {

    BulkTest() {
        super(backend -> backend.open(2));
    }

    private TaskFuture<Integer> submitHeld(Path directory) {
        var end = Signal.in(directory, "leave to end");
        return pool.submit(() -> {
            end.awaitUnlessInterrupted();
            return 1;
        });
    }

    @Test
    @Behaviour(11)
    void anyOfEndsWithTheFirstAndLeavesTheOthersAlone(@TempDir Path directory) throws Exception {
        TaskFuture<Integer> held = submitHeld(directory);
        TaskFuture<Integer> quick = pool.submit(() -> 2);
        if (!backend.can(RUNS_IN_BACKGROUND)) {
            assertFalse(CompletableFuture.anyOf(held, quick).isDone(), "it does not ask");
            quick.join();
        }
        assertEquals(2, CompletableFuture.anyOf(held, quick).get());
        assertFalse(held.isDone());
        assertEquals(2, CompletableFuture.anyOf(held, quick).get(), "one that had ended before the call");
        assertFalse(held.isDone());
        Signal.in(directory, "leave to end").raise();
        assertEquals(1, held.get());
    }

    @Test
    @Behaviour(11)
    void anyOfEndsWithTheFirstFailureToo(@TempDir Path directory) throws Exception {
        TaskFuture<Integer> held = submitHeld(directory);
        TaskFuture<Integer> failing = pool.submit(() -> Tasks.fail("first"));
        backend.begin(failing);
        var failure = assertThrows(
                CompletionException.class,
                () -> CompletableFuture.anyOf(held, failing).join());
        assertEquals("first", failure.getCause().getMessage());
        assertFalse(held.isDone());
        Signal.in(directory, "leave to end").raise();
        assertEquals(1, held.get());
    }

    @Test
    @Behaviour(12)
    void allOfWithALimitLeavesDoneAndNotDone(@TempDir Path directory) throws Exception {
        TaskFuture<Integer> held = submitHeld(directory);
        TaskFuture<Integer> quick = pool.submit(() -> 2);
        assertEquals(2, quick.get());
        CompletableFuture.allOf(held, quick)
                .completeOnTimeout(null, 1, TimeUnit.MILLISECONDS)
                .join();
        assertTrue(quick.isDone());
        assertFalse(held.isDone());
        Signal.in(directory, "leave to end").raise();
        backend.begin(held);
        CompletableFuture.allOf(held, quick).join();
        assertEquals(1, held.get(0, TimeUnit.SECONDS));
    }

    @Test
    @Behaviour(13)
    void actionsPutResultsInTheOrderOfTheirEnd(@TempDir Path directory) throws Exception {
        BlockingQueue<Integer> ended = new LinkedBlockingQueue<>();
        TaskFuture<Integer> finished = pool.submit(() -> 3);
        finished.get();
        TaskFuture<Integer> held = submitHeld(directory);
        TaskFuture<Integer> quick = pool.submit(() -> 2);
        finished.thenAccept(ended::add);
        if (backend.can(RUNS_IN_BACKGROUND)) {
            held.thenAccept(ended::add);
        }
        quick.thenAccept(ended::add);
        assertEquals(3, ended.take());
        assertEquals(2, ended.take());
        Signal.in(directory, "leave to end").raise();
        if (!backend.can(RUNS_IN_BACKGROUND)) {
            held.thenAccept(ended::add);
        }
        assertEquals(1, ended.take());
    }

    @Test
    @Behaviour(13)
    void invokeAnyThatTimesOutSaysHowManyAreUnfinished() {
        List<RemoteCallable<Integer>> tasks = List.of(() -> Tasks.fail("one"), BulkTest::nobodyAsks);
        var failure =
                assertThrows(TimeoutException.class, () -> pool.invokeAny(tasks, limitMillis(), TimeUnit.MILLISECONDS));
        assertTrue(failure.getMessage().matches("[12] of 2 tasks unfinished, none successful"), failure.getMessage());
    }

    /** Where tasks run in the caller, nothing can be done about one that does not end. */
    private long limitMillis() {
        return backend.can(RUNS_IN_BACKGROUND) ? 200 : 0;
    }

    private static int nobodyAsks() throws InterruptedException {
        return Tasks.sleepLong();
    }

    @Test
    void invokeAllReturnsAllInOrderWhenAllAreDone() throws Exception {
        List<RemoteCallable<Integer>> tasks = List.of(() -> 1, () -> 2, () -> Tasks.fail("third"));
        List<Future<Integer>> futures = pool.invokeAll(tasks);
        assertTrue(futures.stream().allMatch(Future::isDone));
        assertEquals(1, futures.get(0).get());
        assertEquals(2, futures.get(1).get());
        assertThrows(ExecutionException.class, () -> futures.get(2).get());
        assertEquals(List.of(), pool.invokeAll(List.<RemoteCallable<Integer>>of()));
    }

    @Test
    @Behaviour(12)
    void invokeAllReturnsAllAndCancelsWhatIsNotDoneInTime() throws Exception {
        List<RemoteCallable<Integer>> tasks = List.of(() -> 1, BulkTest::nobodyAsks);
        List<Future<Integer>> futures = pool.invokeAll(tasks, limitMillis(), TimeUnit.MILLISECONDS);
        assertEquals(2, futures.size());
        assertTrue(futures.get(1).isCancelled());
        assertTrue(futures.get(0).isDone());
    }

    @Test
    void invokeAnyReturnsTheFirstSuccess() throws Exception {
        List<RemoteCallable<Integer>> tasks = new ArrayList<>(List.of(() -> Tasks.fail("first"), () -> 7));
        if (backend.can(RUNS_IN_BACKGROUND)) {
            tasks.add(1, BulkTest::nobodyAsks);
        }
        assertEquals(7, pool.invokeAny(tasks), "without waiting for the rest");
    }

    @Test
    void invokeAnyThrowsWhatATaskThrewIfAllFail() {
        List<RemoteCallable<Integer>> tasks = List.of(() -> Tasks.fail("all"), () -> Tasks.fail("bad"));
        var failure = assertThrows(ExecutionException.class, () -> pool.invokeAny(tasks));
        assertInstanceOf(IllegalStateException.class, failure.getCause());
        assertThrows(IllegalArgumentException.class, () -> pool.invokeAny(List.<RemoteCallable<Integer>>of()));
    }
}
