package dev.procpool.conformance;

import static dev.procpool.conformance.Capability.COPIES;
import static dev.procpool.conformance.Capability.RUNS_IN_BACKGROUND;
import static dev.procpool.conformance.Capability.STOPS_ANY_TASK;
import static dev.procpool.conformance.Capability.SURVIVES_A_CRASH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.TaskFuture;
import dev.procpool.TaskPool;
import dev.procpool.TaskSerializationException;
import dev.procpool.WorkerCrashedException;
import dev.procpool.task.RemoteRunnable;
import dev.procpool.testing.Await;
import dev.procpool.testing.Patience;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** However a pool ends, it ends, and so does every future. What it leaves behind fails the test by itself. */
@OnEveryBackend
final class ShutdownTest {

    private static final int MANY = 50;

    @Parameter
    private Backend backend;

    private static List<TaskFuture<Integer>> submitMany(TaskPool pool) {
        List<TaskFuture<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            int n = i;
            futures.add(pool.submit(() -> n));
        }
        return futures;
    }

    @Test
    @Behaviour({52, 53})
    void shutdownReturnsAtOnceFinishesWhatWasAcceptedAndRefusesMore(@TempDir Path directory) throws Exception {
        var end = Signal.in(directory, "leave to end");
        TaskPool pool = backend.open(2);
        TaskFuture<Integer> held = pool.submit(() -> {
            end.awaitUnlessInterrupted();
            return 1;
        });
        List<TaskFuture<Integer>> futures = submitMany(pool);
        pool.shutdown();
        assertTrue(pool.isShutdown());
        assertFalse(held.isDone());
        var refusal = assertThrows(RejectedExecutionException.class, () -> pool.submit(() -> 0));
        assertTrue(refusal.getMessage().contains("it has been shut down"), refusal.getMessage());
        assertThrows(RejectedExecutionException.class, () -> pool.execute((RemoteRunnable) () -> {}));
        assertThrows(
                RejectedExecutionException.class,
                () -> pool.map(i -> i, List.of(1)).toList());
        if (backend.can(RUNS_IN_BACKGROUND)) {
            assertFalse(pool.awaitTermination(1, TimeUnit.MILLISECONDS));
            assertFalse(pool.isTerminated());
        }
        end.raise();
        assertEquals(1, held.get());
        for (int i = 0; i < MANY; i++) {
            assertEquals(i, futures.get(i).get());
        }
        assertTrue(pool.awaitTermination(Patience.surely().toMillis(), TimeUnit.MILLISECONDS));
        assertTrue(pool.isTerminated());
        pool.shutdown();
        pool.close();
    }

    @Test
    @Behaviour(52)
    void closeWaitsForWhatWasAcceptedAndASecondCallDoesNoHarm() throws Exception {
        List<TaskFuture<Integer>> futures;
        TaskPool pool = backend.open(2);
        try (pool) {
            futures = submitMany(pool);
        }
        assertTrue(pool.isTerminated());
        for (int i = 0; i < MANY; i++) {
            assertEquals(backend.can(RUNS_IN_BACKGROUND), futures.get(i).isDone());
            assertEquals(i, futures.get(i).get());
        }
        pool.close();
    }

    @Test
    @Behaviour(52)
    void aPoolThatIsClosedAtOnceLeavesNothing() {
        for (int i = 0; i < 5; i++) {
            backend.open(2).close();
        }
    }

    @Test
    @Behaviour({54, 56})
    void shutdownNowLeavesNoFuturePending(@TempDir Path directory) throws Exception {
        var started = Signal.in(directory, "the start of the task");
        TaskPool pool = backend.open(1);
        TaskFuture<Integer> running = pool.submit(() -> {
            started.raise();
            return Tasks.sleepLong();
        });
        if (backend.can(RUNS_IN_BACKGROUND)) {
            started.await();
        }
        List<TaskFuture<Integer>> waiting = submitMany(pool);
        List<Runnable> neverStarted = pool.shutdownNow();
        pool.close();
        if (backend.can(RUNS_IN_BACKGROUND)) {
            assertEquals(MANY, neverStarted.size());
            assertThrows(CancellationException.class, running::get);
            for (TaskFuture<Integer> future : waiting) {
                assertTrue(future.isCancelled());
            }
        } else {
            assertEquals(List.of(), neverStarted, "tasks wait in their futures");
            assertEquals(MANY - 1, waiting.get(MANY - 1).get());
        }
    }

    @Test
    @Behaviour(54)
    void shutdownNowOfAPoolThatHasJustStartedLeavesNoFuturePending() {
        TaskPool pool = backend.open(2);
        List<TaskFuture<Integer>> futures = submitMany(pool);
        pool.shutdownNow();
        pool.close();
        for (TaskFuture<Integer> future : futures) {
            assertTrue(future.isDone() || !backend.can(RUNS_IN_BACKGROUND));
        }
    }

    @Test
    @Behaviour(56)
    void shutdownNowEndsWhatWillNotEndAndWhatItHasStarted(@TempDir Path directory) throws Exception {
        if (backend.can(STOPS_ANY_TASK)) {
            var started = Signal.in(directory, "the start of the task");
            var never = Signal.in(directory, "never");
            TaskPool pool = backend.open(1);
            long grandchild = pool.submit(
                            () -> new ProcessBuilder("sleep", "10000").start().pid())
                    .get();
            TaskFuture<Integer> endless = pool.submit(() -> Tasks.runUntil(started, never));
            started.await();
            pool.shutdownNow();
            assertThrows(CancellationException.class, endless::get);
            // As actions see it: get of JDK 23 and later throws another, caused by this one.
            Throwable cancelled = endless.handle((value, failure) -> failure).get();
            assertTrue(cancelled.getMessage().contains("was shut down"), cancelled.getMessage());
            pool.close();
            Await.until(
                    () -> !ProcessHandle.of(grandchild)
                            .map(ProcessHandle::isAlive)
                            .orElse(false),
                    "what the task had started still lives");
        } else {
            // CapabilityTest shows that such a task goes on.
            assertTrue(backend.whyNot(STOPS_ANY_TASK).isPresent());
        }
    }

    @Test
    @Behaviour(56)
    void shutdownNowIsHarmlessAfterEveryOtherEnd() {
        TaskPool pool = backend.open(1);
        pool.shutdown();
        assertEquals(List.of(), pool.shutdownNow());
        pool.close();
        assertEquals(List.of(), pool.shutdownNow());
    }

    @Test
    @Behaviour(55)
    void aCancelRightBeforeShutdownDoesNotHangIt() {
        for (int i = 0; i < 5; i++) {
            TaskPool pool = backend.open(1);
            TaskFuture<Integer> future = pool.submit(() -> 1);
            future.cancel(i % 2 == 0);
            pool.shutdown();
            pool.close();
            assertTrue(future.isDone());
        }
    }

    /** Each of them is decided after the call to shutdown. */
    @Test
    @Behaviour(55)
    void aTaskThatFailsInWhateverWayAfterShutdownDoesNotHangIt(@TempDir Path directory) throws Exception {
        var isShutDown = Signal.in(directory, "the shutdown");
        TaskPool pool = backend.open(1);
        TaskFuture<Object> cannotTravel = pool.submit(() -> {
            isShutDown.awaitUnlessInterrupted();
            return new Object();
        });
        TaskFuture<Integer> throwing = pool.submit(() -> Tasks.fail("late"));
        TaskFuture<Integer> crashing = pool.submit(
                backend.can(SURVIVES_A_CRASH) ? () -> Tasks.exit(1) : () -> Tasks.fail("this would end us all"));
        TaskFuture<Integer> last = pool.submit(() -> 4);
        pool.shutdown();
        isShutDown.raise();
        if (backend.can(COPIES)) {
            assertInstanceOf(
                    TaskSerializationException.class,
                    assertThrows(ExecutionException.class, cannotTravel::get).getCause());
        } else {
            assertEquals(Object.class, cannotTravel.get().getClass());
        }
        assertEquals(
                "late",
                assertThrows(ExecutionException.class, throwing::get).getCause().getMessage());
        Throwable crash = assertThrows(ExecutionException.class, crashing::get).getCause();
        assertEquals(backend.can(SURVIVES_A_CRASH), crash instanceof WorkerCrashedException);
        assertEquals(4, last.get());
        pool.close();
    }
}
