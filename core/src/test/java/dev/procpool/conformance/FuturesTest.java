package dev.procpool.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.TaskFuture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of a future. The pool has one worker, so that what it does holds up everything else. */
@OnEveryBackend
final class FuturesTest extends SharesAPool {

    FuturesTest() {
        super(backend -> backend.open(1));
    }

    /** A task that runs, on the only worker, until it is told to end. */
    private final class Running {

        private final Signal end;
        private final Signal ended;
        private final TaskFuture<Integer> future;

        Running(Path directory) {
            var started = Signal.in(directory, "the start of the task");
            var leave = Signal.in(directory, "leave to end");
            var finish = Signal.in(directory, "the end of the task");
            end = leave;
            ended = finish;
            future = pool.submit(() -> {
                int result = Tasks.runUntil(started, leave);
                finish.raise();
                return result;
            });
            backend.begin(future);
            started.await();
        }
    }

    private static void assertState(String state, Future<?> future, boolean done, boolean cancelled, boolean failed) {
        assertEquals(done, future.isDone(), state + ": done");
        assertEquals(cancelled, future.isCancelled(), state + ": cancelled");
        assertEquals(failed, ((TaskFuture<?>) future).isCompletedExceptionally(), state + ": failed");
    }

    @Test
    @Behaviour(4)
    void itsFlagsAgreeInAllSixStates(@TempDir Path directory) {
        var running = new Running(directory);
        TaskFuture<Integer> pending = pool.submit(() -> 2);
        assertState("running", running.future, false, false, false);
        assertState("pending", pending, false, false, false);
        pending.cancel(false);
        assertState("cancelled while pending", pending, true, true, true);
        running.future.cancel(false);
        assertState("cancelled while running", running.future, true, true, true);
        running.end.raise();
        TaskFuture<Integer> finished = pool.submit(() -> 3);
        finished.join();
        assertState("finished", finished, true, false, false);
        TaskFuture<Integer> failed = pool.submit(() -> Tasks.fail("four"));
        assertThrows(ExecutionException.class, failed::get);
        assertState("failed", failed, true, false, true);
        running.ended.await();
    }

    @Test
    @Behaviour(4)
    void aTaskThatIsCancelledWhileItWaitsNeverRuns(@TempDir Path directory) throws Exception {
        var ran = Signal.in(directory, "the cancelled task");
        var running = new Running(directory);
        TaskFuture<Integer> waiting = pool.submit(() -> {
            ran.raise();
            return 2;
        });
        assertTrue(waiting.cancel(false));
        assertTrue(waiting.cancel(true), "one that is cancelled already");
        running.end.raise();
        assertEquals(1, running.future.get());
        assertEquals(3, pool.submit(() -> 3).get(), "its turn has passed");
        assertThrows(CancellationException.class, waiting::get);
        assertFalse(ran.isRaised());
    }

    @Test
    @Behaviour(4)
    void aTaskThatIsCancelledWithoutInterruptWhileItRunsGoesOnUnseen(@TempDir Path directory) throws Exception {
        var running = new Running(directory);
        assertTrue(running.future.cancel(false));
        assertThrows(CancellationException.class, running.future::get);
        assertFalse(running.ended.isRaised());
        running.end.raise();
        running.ended.await();
        assertEquals(2, pool.submit(() -> 2).get());
        assertThrows(CancellationException.class, running.future::get);
    }

    @Test
    @Behaviour(4)
    void aTaskThatHasEndedCannotBeCancelled() throws Exception {
        TaskFuture<Integer> finished = pool.submit(() -> 1);
        assertEquals(1, finished.get());
        assertFalse(finished.cancel(true));
        assertEquals(1, finished.get());
        TaskFuture<Integer> failed = pool.submit(() -> Tasks.fail("two"));
        assertThrows(ExecutionException.class, failed::get);
        assertFalse(failed.cancel(true));
        assertThrows(ExecutionException.class, failed::get);
    }

    @Test
    @Behaviour(5)
    void aGetThatTimesOutLeavesTheTaskAlone(@TempDir Path directory) throws Exception {
        var running = new Running(directory);
        assertThrows(TimeoutException.class, () -> running.future.get(0, TimeUnit.SECONDS));
        assertThrows(TimeoutException.class, () -> running.future.get(1, TimeUnit.MILLISECONDS));
        assertFalse(running.future.isDone());
        running.end.raise();
        assertEquals(1, running.future.get());
    }

    @Test
    @Behaviour(5)
    void aFutureThatHasEndedSaysSoWithoutTime(@TempDir Path directory) throws Exception {
        TaskFuture<Integer> finished = pool.submit(() -> 1);
        finished.get();
        assertEquals(1, finished.get(0, TimeUnit.SECONDS));
        TaskFuture<Integer> failed = pool.submit(() -> Tasks.fail("two"));
        assertThrows(ExecutionException.class, failed::get);
        var failure = assertThrows(ExecutionException.class, () -> failed.get(0, TimeUnit.SECONDS));
        assertEquals("two", failure.getCause().getMessage());
        var running = new Running(directory);
        TaskFuture<Integer> cancelled = pool.submit(() -> 3);
        cancelled.cancel(false);
        running.end.raise();
        assertThrows(CancellationException.class, () -> cancelled.get(0, TimeUnit.SECONDS));
        running.ended.await();
    }

    @Test
    @Behaviour(5)
    void aFutureEndsOnlyOnce(@TempDir Path directory) throws Exception {
        TaskFuture<Integer> finished = pool.submit(() -> 1);
        finished.get();
        assertFalse(finished.complete(2));
        assertFalse(finished.completeExceptionally(new IllegalStateException()));
        assertEquals(1, finished.get());
        var running = new Running(directory);
        assertTrue(running.future.complete(5), "the user's own end counts");
        running.end.raise();
        running.ended.await();
        assertEquals(2, pool.submit(() -> 2).get());
        assertEquals(5, running.future.get(), "and stays");
    }

    @Test
    @Behaviour(10)
    void fourThreadsSeeTheSameOnceItHasEnded(@TempDir Path directory) throws Exception {
        var running = new Running(directory);
        TaskFuture<Integer> failing = pool.submit(() -> Tasks.fail("two"));
        TaskFuture<Integer> cancelled = pool.submit(() -> 3);
        cancelled.cancel(false);
        var threads = Executors.newFixedThreadPool(4);
        List<Future<String>> seen = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            seen.add(threads.submit(() -> stateOf(running.future) + stateOf(failing) + stateOf(cancelled)));
        }
        running.end.raise();
        threads.shutdown();
        for (Future<String> one : seen) {
            assertEquals("value 1; failed java.lang.IllegalStateException: two; cancelled; ", one.get());
        }
    }

    private static String stateOf(TaskFuture<?> future) throws InterruptedException {
        try {
            return "value " + future.get() + "; ";
        } catch (ExecutionException e) {
            assertTrue(future.isCompletedExceptionally());
            return "failed " + assertInstanceOf(Exception.class, e.getCause()) + "; ";
        } catch (CancellationException e) {
            assertTrue(future.isCancelled());
            return "cancelled; ";
        }
    }
}
