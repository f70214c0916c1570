package dev.procpool.conformance;

import static dev.procpool.conformance.Capability.HAS_SETTINGS;
import static dev.procpool.conformance.Capability.RUNS_IN_BACKGROUND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.procpool.PoolListener;
import dev.procpool.TaskFuture;
import dev.procpool.conformance.Heard.What;
import dev.procpool.task.TaskContext;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a task knows of itself. */
@OnEveryBackend
final class TaskContextTest extends SharesAPool {

    TaskContextTest() {
        super(backend -> backend.open(1));
    }

    private record Known(long taskId, int attempt, int worker, boolean cancelled) implements Serializable {
        static Known here() {
            var context = TaskContext.current();
            return new Known(context.taskId(), context.attempt(), context.worker(), context.isCancelled());
        }
    }

    private int worker() {
        return backend.can(RUNS_IN_BACKGROUND) ? 1 : 0;
    }

    @Test
    void isThatOfTheTaskThatRuns() throws Exception {
        for (int i = 0; i < 3; i++) {
            TaskFuture<Known> future = pool.submit(Known::here);
            assertEquals(new Known(future.id(), 1, worker(), false), future.get());
        }
    }

    @Test
    void reachesTheThreadsThatTheTaskStarts() throws Exception {
        TaskFuture<Known> future = pool.submit(() -> {
            var known = new FutureTask<>(Known::here);
            new Thread(known).start();
            return known.get();
        });
        assertEquals(new Known(future.id(), 1, worker(), false), future.get());
    }

    @Test
    void thereIsNoneOutsideATask() throws Exception {
        var failure = assertThrows(IllegalStateException.class, TaskContext::current);
        assertTrue(failure.getMessage()
                .contains("no task runs in thread '" + Thread.currentThread().getName()));
        pool.submit(Known::here).get();
        assertThrows(IllegalStateException.class, TaskContext::current);
    }

    /** A worker that heeds it is kept. */
    @Test
    void tellsATaskThatItIsCancelled(@TempDir Path directory) throws Exception {
        assumeTrue(
                backend.can(HAS_SETTINGS),
                () -> backend + ": " + backend.whyNot(HAS_SETTINGS).orElseThrow());
        var started = Signal.in(directory, "the start of the task");
        var seen = Signal.in(directory, "that it is cancelled");
        try (var own = backend.builder(1).cancelGrace(Duration.ofHours(1)).build()) {
            TaskFuture<Integer> future = own.submit(() -> untilCancelled(started, seen));
            started.await();
            assertFalse(seen.isRaised());
            assertTrue(future.cancel(true));
            seen.await();
            assertThrows(CancellationException.class, future::get);
            assertEquals(1, own.submit(Known::here).get().worker());
        }
    }

    private static int untilCancelled(Signal started, Signal seen) {
        started.raise();
        while (!TaskContext.current().isCancelled()) {
            LockSupport.parkNanos(1_000_000);
        }
        seen.raise();
        return 0;
    }

    private static int makeProgress() {
        for (int done = 0; done <= 1000; done++) {
            TaskContext.current().progress(done, 1000);
        }
        return 1;
    }

    @Test
    void progressIsWelcomeEvenIfNobodyListens() throws Exception {
        assertEquals(1, pool.submit(TaskContextTest::makeProgress).get());
    }

    @Test
    void theListenerHearsTheBeginningAndTheEndOfProgressAndNotAllBetween() throws Exception {
        assumeTrue(
                backend.can(HAS_SETTINGS),
                () -> backend + ": " + backend.whyNot(HAS_SETTINGS).orElseThrow());
        var heard = new Heard();
        try (var own = backend.builder(1).listener(heard).build()) {
            TaskFuture<Integer> future = own.submit(TaskContextTest::makeProgress);
            assertEquals(1, future.get());
            heard.await(What.PROGRESS, future.id());
        }
        var progress = heard.all(What.PROGRESS);
        assertEquals("0/1000", progress.get(0).text());
        assertEquals("1000/1000", progress.get(progress.size() - 1).text());
        assertTrue(progress.size() < 1000, () -> progress.size() + " times");
    }

    @Test
    void aListenerThatThrowsDoesNoHarm() throws Exception {
        assumeTrue(
                backend.can(HAS_SETTINGS),
                () -> backend + ": " + backend.whyNot(HAS_SETTINGS).orElseThrow());
        try (var own = backend.builder(1).listener(new Grumpy()).build()) {
            assertEquals(1, own.submit(TaskContextTest::makeProgress).get());
        }
    }

    private static final class Grumpy implements PoolListener {
        @Override
        public void progressed(long taskId, long done, long total) {
            throw new IllegalStateException("who cares");
        }

        @Override
        public void workerReady(int worker, long pid) {
            throw new AssertionError("who cares");
        }

        @Override
        public void workerEnded(int worker, String how) {
            throw new IllegalStateException("who cares");
        }
    }
}
