package dev.procpool.conformance;

import static dev.procpool.conformance.Capability.COPIES;
import static dev.procpool.conformance.Capability.HAS_SETTINGS;
import static dev.procpool.conformance.Capability.SURVIVES_A_CRASH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.procpool.PoolBrokenException;
import dev.procpool.TaskFuture;
import dev.procpool.TaskPool;
import dev.procpool.TaskSerializationException;
import dev.procpool.testing.Await;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** What each worker runs before its first task, and what becomes of the pool if it cannot. */
@OnEveryBackend(that = HAS_SETTINGS)
final class InitializerTest {

    private static final int EXIT_CODE = 6;

    @Parameter
    private Backend backend;

    @Test
    @Behaviour(41)
    void runsOnceInEveryWorkerBeforeItsFirstTask(@TempDir Path directory) throws Exception {
        try (var pool = backend.builder(2).initializer(PerWorker::countUp).build()) {
            Meeting.of(2, pool, directory);
            for (TaskFuture<Integer> count : pool.broadcast(PerWorker::count)) {
                assertEquals(1, count.get());
            }
            assertEquals(
                    List.of(1, 1, 1, 1),
                    pool.map(i -> PerWorker.count(), List.of(1, 2, 3, 4)).toList());
        }
    }

    @Test
    @Behaviour(41)
    void runsAgainInTheWorkerThatReplacesALostOne() throws Exception {
        assumeTrue(
                backend.can(SURVIVES_A_CRASH),
                () -> backend + ": " + backend.whyNot(SURVIVES_A_CRASH).orElseThrow());
        try (var pool = backend.builder(1).initializer(PerWorker::countUp).build()) {
            for (int i = 0; i < 2; i++) {
                assertThrows(ExecutionException.class, pool.submit(() -> Tasks.halt(1))::get);
                assertEquals(1, pool.submit(PerWorker::count).get());
            }
        }
    }

    @Test
    @Behaviour(42)
    void oneThatThrowsFailsWhatWaitsWithThatVeryExceptionAndRefusesTheRest(@TempDir Path directory) {
        var goOn = Signal.in(directory, "leave to fail");
        try (var pool = backend.builder(2).initializer(() -> failOnce(goOn)).build()) {
            List<TaskFuture<Integer>> waiting = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                waiting.add(pool.submit(() -> 1));
            }
            goOn.raise();
            for (TaskFuture<Integer> future : waiting) {
                Throwable cause =
                        assertThrows(ExecutionException.class, future::get).getCause();
                assertSame(IllegalStateException.class, cause.getClass());
                assertEquals("no licence", cause.getMessage());
                assertTrue(Tasks.stackOf(cause).contains("InitializerTest.failOnce"), Tasks.stackOf(cause));
            }
            assertRefusesForWantOfALicence(pool);
        }
    }

    private static void failOnce(Signal goOn) {
        goOn.await();
        throw new IllegalStateException("no licence");
    }

    private static void assertRefusesForWantOfALicence(TaskPool pool) {
        for (int i = 0; i < 2; i++) {
            var refused = assertThrows(PoolBrokenException.class, () -> pool.submit(() -> 1));
            assertEquals("no licence", refused.getCause().getMessage());
            assertTrue(refused.getMessage().contains("its initializer failed in worker"), refused.getMessage());
        }
        assertThrows(PoolBrokenException.class, () -> pool.broadcast(() -> 1));
    }

    /** What runs goes on; but nobody is left who could take its worker's place. */
    @Test
    @Behaviour(42)
    void oneThatFailsInAReplacementBreaksThePoolThen(@TempDir Path directory) throws Exception {
        assumeTrue(
                backend.can(SURVIVES_A_CRASH),
                () -> backend + ": " + backend.whyNot(SURVIVES_A_CRASH).orElseThrow());
        var first = Signal.in(directory, "the first run");
        try (var pool = backend.builder(1).initializer(() -> failLater(first)).build()) {
            assertEquals(1, pool.submit(() -> 1).get());
            assertThrows(ExecutionException.class, pool.submit(() -> Tasks.halt(1))::get);
            Await.until(() -> refuses(pool), "the pool is not broken");
            assertRefusesForWantOfALicence(pool);
        }
    }

    private static void failLater(Signal first) {
        if (first.isRaised()) {
            throw new IllegalStateException("no licence");
        }
        first.raise();
    }

    private static boolean refuses(TaskPool pool) {
        try {
            pool.submit(() -> 1);
            return false;
        } catch (PoolBrokenException e) {
            return true;
        }
    }

    @Test
    @Behaviour(42)
    void oneThatEndsItsWorkerBreaksThePoolAfterSomeTries() {
        assumeTrue(
                backend.can(SURVIVES_A_CRASH),
                () -> backend + ": " + backend.whyNot(SURVIVES_A_CRASH).orElseThrow());
        try (var pool =
                backend.builder(1).initializer(() -> Tasks.exit(EXIT_CODE)).build()) {
            var failure = assertThrows(ExecutionException.class, pool.submit(() -> 1)::get);
            var broken = assertInstanceOf(PoolBrokenException.class, failure.getCause());
            assertTrue(broken.getMessage().contains("exit code " + EXIT_CODE), broken.getMessage());
        }
    }

    @Test
    void oneThatCannotTravelIsRefusedWhenThePoolIsBuilt() {
        assumeTrue(
                backend.can(COPIES),
                () -> backend + ": " + backend.whyNot(COPIES).orElseThrow());
        var thread = Thread.currentThread();
        var builder = backend.builder(1).initializer(() -> thread.setName("new"));
        var refused = assertThrows(TaskSerializationException.class, builder::build);
        assertTrue(refused.getMessage().contains("the initializer cannot travel"), refused.getMessage());
        assertTrue(refused.getMessage().contains("java.lang.Thread"), refused.getMessage());
    }

    @Test
    void oneThatHangsIsEndedWithThePool(@TempDir Path directory) {
        var started = Signal.in(directory, "the start of the initializer");
        TaskFuture<Integer> waits;
        try (var pool = backend.builder(1).initializer(() -> hang(started)).build()) {
            waits = pool.submit(() -> 1);
            started.await();
            assertEquals(1, pool.shutdownNow().size());
        }
        assertThrows(CancellationException.class, waits::get);
    }

    private static void hang(Signal started) {
        started.raise();
        try {
            Tasks.sleepLong();
        } catch (InterruptedException e) {
            // Where it cannot be killed it ends by this.
        }
    }
}
