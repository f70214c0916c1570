package dev.procpool.conformance;

import static dev.procpool.conformance.Capability.HAS_SETTINGS;
import static dev.procpool.conformance.Capability.SURVIVES_A_CRASH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.procpool.TaskFuture;
import dev.procpool.testing.Await;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** A pool that nobody can reach any more, and that nobody has closed, ends by itself when it has done its work. */
@OnEveryBackend(that = HAS_SETTINGS)
final class UnreachableTest {

    private static final String NAME = "forgotten";
    private static final int TASKS = 6;

    @Parameter
    private Backend backend;

    private WeakReference<Object> pool;
    private Signal started;
    private Signal goOn;

    /** A method of its own, so that no frame of the test holds the pool. */
    private List<TaskFuture<Integer>> submitAndForget(Path directory) {
        Signal itsStart = Signal.in(directory, "the start of the first task");
        Signal itsEnd = Signal.in(directory, "leave to go on");
        started = itsStart;
        goOn = itsEnd;
        var forgotten = backend.builder(2).name(NAME).build();
        pool = new WeakReference<>(forgotten);
        List<TaskFuture<Integer>> futures = new ArrayList<>();
        futures.add(forgotten.submit(() -> Tasks.runUntil(itsStart, itsEnd)));
        for (int i = 0; i < TASKS; i++) {
            futures.add(forgotten.submit(() -> Tasks.runUntil(itsStart, itsEnd)));
        }
        if (backend.can(SURVIVES_A_CRASH)) {
            futures.add(forgotten.submit(() -> Tasks.halt(1)));
        }
        started.await();
        return futures;
    }

    private void awaitThatItIsForgotten() {
        Await.until(
                () -> {
                    System.gc();
                    return pool.refersTo(null);
                },
                "somebody holds the pool");
    }

    private static void awaitThatNothingIsLeft() {
        Await.until(
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("procpool-" + NAME)),
                "its threads are still there");
        Await.until(() -> ProcessHandle.current().children().noneMatch(UnreachableTest::isWorker), "its workers, too");
    }

    private static boolean isWorker(ProcessHandle process) {
        return process.isAlive() && process.info().commandLine().orElse("").contains("procpool-worker.jar");
    }

    @Test
    @Behaviour(58)
    void whatItHasAcceptedIsDoneAndThenEverythingIsGone(@TempDir Path directory) throws Exception {
        List<TaskFuture<Integer>> futures = submitAndForget(directory);
        awaitThatItIsForgotten();
        assertFalse(futures.get(TASKS).isDone());
        goOn.raise();
        for (TaskFuture<Integer> future : futures.subList(0, TASKS + 1)) {
            assertEquals(1, future.get());
        }
        awaitThatNothingIsLeft();
    }

    @Test
    @Behaviour(39)
    void aCrashThenIsNoticedAndEverythingIsGoneAllTheSame(@TempDir Path directory) {
        assumeTrue(
                backend.can(SURVIVES_A_CRASH),
                () -> backend + ": " + backend.whyNot(SURVIVES_A_CRASH).orElseThrow());
        List<TaskFuture<Integer>> futures = submitAndForget(directory);
        awaitThatItIsForgotten();
        goOn.raise();
        assertThrows(ExecutionException.class, futures.get(TASKS + 1)::get);
        awaitThatNothingIsLeft();
    }
}
