package dev.procpool.conformance;

import static dev.procpool.conformance.Capability.HAS_SETTINGS;
import static dev.procpool.conformance.Capability.RUNS_IN_BACKGROUND;
import static dev.procpool.conformance.Capability.SURVIVES_A_CRASH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.procpool.BroadcastScope;
import dev.procpool.TaskFuture;
import dev.procpool.TaskPool;
import dev.procpool.conformance.Tasks.WorkerId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** A task for each worker. */
@OnEveryBackend
final class BroadcastTest {

    private static final int WORKERS = 3;

    @Parameter
    private Backend backend;

    private static <T> List<T> valuesOf(List<TaskFuture<T>> futures) throws Exception {
        List<T> values = new ArrayList<>();
        for (TaskFuture<T> future : futures) {
            values.add(future.get());
        }
        return values;
    }

    @Test
    void runsOnceInEveryWorker() throws Exception {
        try (var pool = backend.open(WORKERS)) {
            int workers = backend.can(RUNS_IN_BACKGROUND) ? WORKERS : 1;
            for (int round = 1; round <= 2; round++) {
                assertEquals(Collections.nCopies(workers, round), valuesOf(pool.broadcast(PerWorker::countUp)));
            }
            Set<WorkerId> different = new HashSet<>(valuesOf(pool.broadcast(WorkerId::here)));
            assertEquals(workers, different.size());
            pool.broadcast(PerWorker::reset).forEach(TaskFuture::join);
        }
    }

    @Test
    void comesBeforeTasksThatWaitForAnyWorker(@TempDir Path directory) throws Exception {
        assumeTrue(
                backend.can(RUNS_IN_BACKGROUND),
                () -> backend + ": " + backend.whyNot(RUNS_IN_BACKGROUND).orElseThrow());
        var started = Signal.in(directory, "the start of the first");
        var end = Signal.in(directory, "leave to end");
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        try (var pool = backend.open(1)) {
            pool.submit(() -> Tasks.runUntil(started, end));
            started.await();
            var waiting = pool.submit(() -> 1).thenRun(() -> order.add("the one that waited"));
            var broadcast = pool.broadcast(() -> 1).get(0).thenRun(() -> order.add("the broadcast"));
            end.raise();
            waiting.get();
            broadcast.get();
        }
        assertEquals(List.of("the broadcast", "the one that waited"), order);
    }

    @Test
    void oneThatFailsFailsItsFuturesAndNothingElse() throws Exception {
        try (var pool = backend.open(2)) {
            for (TaskFuture<Integer> future : pool.broadcast(() -> Tasks.fail("not here"))) {
                var failure = assertThrows(ExecutionException.class, future::get);
                assertEquals("not here", failure.getCause().getMessage());
            }
            assertEquals(1, pool.submit(() -> 1).get());
        }
    }

    @Test
    void isRefusedAfterShutdown() {
        try (var pool = backend.open(1)) {
            pool.shutdown();
            assertThrows(RejectedExecutionException.class, () -> pool.broadcast(() -> 1));
        }
    }

    @Test
    void nullsAreRefused() {
        try (var pool = backend.open(1)) {
            assertThrows(NullPointerException.class, () -> pool.broadcast(null));
            assertThrows(NullPointerException.class, () -> pool.broadcast(() -> 1, null));
        }
    }

    private static void crash(TaskPool pool) {
        assertThrows(ExecutionException.class, pool.submit(() -> Tasks.halt(1))::get);
    }

    @Test
    void oneForLaterWorkersTooRunsInTheReplacementOfALostOneBeforeItsFirstTask() throws Exception {
        assumeTrue(
                backend.can(SURVIVES_A_CRASH),
                () -> backend + ": " + backend.whyNot(SURVIVES_A_CRASH).orElseThrow());
        try (var pool = backend.open(1)) {
            valuesOf(pool.broadcast(PerWorker::countUp, BroadcastScope.LATER_WORKERS_TOO));
            valuesOf(pool.broadcast(PerWorker::countUp, BroadcastScope.LATER_WORKERS_TOO));
            assertEquals(2, pool.submit(PerWorker::count).get());
            for (int i = 0; i < 2; i++) {
                crash(pool);
                assertEquals(2, pool.submit(PerWorker::count).get());
            }
        }
    }

    @Test
    void oneForThePresentWorkersDoesNot() throws Exception {
        assumeTrue(
                backend.can(SURVIVES_A_CRASH),
                () -> backend + ": " + backend.whyNot(SURVIVES_A_CRASH).orElseThrow());
        try (var pool = backend.open(1)) {
            valuesOf(pool.broadcast(PerWorker::countUp, BroadcastScope.PRESENT_WORKERS));
            crash(pool);
            assertEquals(0, pool.submit(PerWorker::count).get());
        }
    }

    /** Whereas an initializer that fails breaks the pool. */
    @Test
    void oneThatFailsInALaterWorkerDoesNotHarmIt(@TempDir Path directory) throws Exception {
        assumeTrue(
                backend.can(SURVIVES_A_CRASH),
                () -> backend + ": " + backend.whyNot(SURVIVES_A_CRASH).orElseThrow());
        var first = Signal.in(directory, "the first run");
        try (var pool = backend.open(1)) {
            valuesOf(pool.broadcast(() -> failLater(first), BroadcastScope.LATER_WORKERS_TOO));
            crash(pool);
            assertEquals(1, pool.submit(() -> 1).get());
        }
    }

    private static int failLater(Signal first) {
        if (first.isRaised()) {
            throw new IllegalStateException("only once");
        }
        first.raise();
        return 1;
    }

    @Test
    void comesAfterTheInitializer() throws Exception {
        assumeTrue(
                backend.can(HAS_SETTINGS),
                () -> backend + ": " + backend.whyNot(HAS_SETTINGS).orElseThrow());
        try (var pool = backend.builder(2).initializer(PerWorker::countUp).build()) {
            List<Integer> counts = valuesOf(pool.broadcast(PerWorker::countUp));
            assertEquals(List.of(2, 2), counts);
        }
    }
}
