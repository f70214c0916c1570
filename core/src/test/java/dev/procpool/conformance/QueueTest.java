package dev.procpool.conformance;

import static dev.procpool.conformance.Capability.HAS_SETTINGS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.FullQueue;
import dev.procpool.MapOptions;
import dev.procpool.TaskFuture;
import dev.procpool.TaskPool;
import dev.procpool.testing.Await;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A queue with room for one task, and what becomes of the next. */
@OnEveryBackend(that = HAS_SETTINGS)
final class QueueTest {

    @Parameter
    private Backend backend;

    private Signal started;
    private Signal end;
    private TaskFuture<Integer> queued;

    @BeforeEach
    void makeSignals(@TempDir Path directory) {
        started = Signal.in(directory, "the start of the first task");
        end = Signal.in(directory, "leave to end");
    }

    private TaskPool openFull(FullQueue whenFull) {
        TaskPool pool =
                backend.builder(1).queueCapacity(1).whenQueueFull(whenFull).build();
        Signal itsStart = started;
        Signal itsEnd = end;
        pool.submit(() -> Tasks.runUntil(itsStart, itsEnd));
        started.await();
        queued = pool.submit(() -> 1);
        return pool;
    }

    /** A submitter that waits for room. */
    private static final class Waiting<T> {

        private final AtomicBoolean interrupted = new AtomicBoolean();
        private final FutureTask<T> outcome;
        private final Thread thread;

        Waiting(Callable<T> submission) {
            outcome = new FutureTask<>(() -> {
                try {
                    return submission.call();
                } finally {
                    interrupted.set(Thread.interrupted());
                }
            });
            thread = new Thread(outcome, "waits for room");
            thread.start();
            Await.until(() -> thread.getState() == Thread.State.WAITING, "it does not wait");
            assertFalse(outcome.isDone());
        }

        String refusal() {
            var failure = assertThrows(ExecutionException.class, outcome::get);
            return assertInstanceOf(RejectedExecutionException.class, failure.getCause())
                    .getMessage();
        }
    }

    @Test
    void theSubmitterWaitsUntilThereIsRoom() throws Exception {
        try (var pool = openFull(FullQueue.BLOCK)) {
            var waiting = new Waiting<>(() -> pool.submit(() -> 2));
            end.raise();
            assertEquals(2, waiting.outcome.get().get());
            assertEquals(1, queued.get());
            assertFalse(waiting.interrupted.get());
        }
    }

    @Test
    void roomIsWhatACancelledTaskLeaves() throws Exception {
        try (var pool = openFull(FullQueue.BLOCK)) {
            var waiting = new Waiting<>(() -> pool.submit(() -> 2));
            assertTrue(queued.cancel(false));
            TaskFuture<Integer> next = waiting.outcome.get();
            assertFalse(next.isDone());
            end.raise();
            assertEquals(2, next.get());
        }
    }

    @Test
    void anInterruptEndsTheWaitAndIsKept() throws Exception {
        try (var pool = openFull(FullQueue.BLOCK)) {
            var waiting = new Waiting<>(() -> pool.submit(() -> 2));
            waiting.thread.interrupt();
            assertTrue(waiting.refusal().contains("was interrupted while it waited for room"), waiting::refusal);
            assertTrue(waiting.interrupted.get());
            end.raise();
            assertEquals(1, queued.get());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shutdownEndsTheWait(boolean now) {
        try (var pool = openFull(FullQueue.BLOCK)) {
            var waiting = new Waiting<>(() -> pool.submit(() -> 2));
            if (now) {
                pool.shutdownNow();
            } else {
                pool.shutdown();
            }
            assertTrue(waiting.refusal().contains("it has been shut down"), waiting::refusal);
            end.raise();
            if (now) {
                assertThrows(CancellationException.class, queued::get);
            } else {
                assertEquals(1, queued.join());
            }
        }
    }

    @Test
    void orTheTaskIsRefusedWithTheNumbers() throws Exception {
        try (var pool = openFull(FullQueue.REJECT)) {
            var refused = assertThrows(RejectedExecutionException.class, () -> pool.submit(() -> 2));
            assertTrue(refused.getMessage().contains("its queue is full, queueCapacity=1 tasks"), refused.getMessage());
            end.raise();
            assertEquals(1, queued.get());
            assertEquals(3, pool.submit(() -> 3).get(), "there is room again");
        }
    }

    @Test
    void orTheTaskRunsInTheThreadThatSubmitsIt() throws Exception {
        try (var pool = openFull(FullQueue.CALLER_RUNS)) {
            TaskFuture<Tasks.WorkerId> here = pool.submit(Tasks.WorkerId::here);
            assertTrue(here.isDone());
            assertEquals(Tasks.WorkerId.here(), here.get());
            assertEquals(1, here.attempts());
            TaskFuture<Integer> failed = pool.submit(() -> Tasks.fail("here"));
            var failure = assertThrows(ExecutionException.class, failed::get);
            assertSame(IllegalStateException.class, failure.getCause().getClass());
            assertFalse(queued.isDone());
            end.raise();
            assertEquals(1, queued.get());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMapGetsThroughAnyQueue(FullQueue whenFull) {
        List<Integer> inputs = IntStream.range(0, 50).boxed().toList();
        var options = MapOptions.chunkSize(3).withWindow(24);
        try (var pool =
                backend.builder(2).queueCapacity(1).whenQueueFull(whenFull).build()) {
            assertEquals(inputs, pool.map(i -> i, inputs, options).toList());
        }
    }

    @Test
    void tenThreadsThatWaitForRoomAllGetTheirResults() throws Exception {
        try (var pool = backend.builder(2).queueCapacity(1).build()) {
            List<FutureTask<Integer>> sums = IntStream.range(0, 10)
                    .mapToObj(number -> new FutureTask<>(() -> sumOfTasks(pool, number)))
                    .toList();
            sums.forEach(sum -> new Thread(sum, "submits").start());
            for (int number = 0; number < 10; number++) {
                assertEquals(20 * number, sums.get(number).get());
            }
        }
    }

    private static int sumOfTasks(TaskPool pool, int number) {
        int sum = 0;
        List<TaskFuture<Integer>> futures =
                IntStream.range(0, 20).mapToObj(i -> pool.submit(() -> number)).toList();
        for (TaskFuture<Integer> future : futures) {
            sum += future.join();
        }
        return sum;
    }
}
