package dev.procpool.conformance;

import static dev.procpool.conformance.Capability.HAS_SETTINGS;
import static dev.procpool.conformance.Capability.STOPS_ANY_TASK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.TaskFuture;
import dev.procpool.TaskOptions;
import dev.procpool.TaskTimeoutException;
import dev.procpool.testing.Await;
import dev.procpool.testing.Patience;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A task that is to stop is asked first, given time, and then stopped, with all that it has started. */
@OnEveryBackend(that = {HAS_SETTINGS, STOPS_ANY_TASK})
final class CancelTest {

    private static final Duration GRACE = Duration.ofMillis(100);
    private static final Duration LONG_GRACE = Duration.ofHours(1);

    @Parameter
    private Backend backend;

    private enum Deaf {
        AN_ENDLESS_LOOP {
            @Override
            void go() {
                while (System.nanoTime() != 0) {
                    Thread.onSpinWait();
                }
            }
        },
        SWALLOWS_INTERRUPTS {
            @Override
            void go() {
                while (true) {
                    try {
                        TimeUnit.HOURS.sleep(1);
                    } catch (InterruptedException e) {
                        // Deaf.
                    }
                }
            }
        },
        SLEEPS_IN_A_CHILD {
            @Override
            void go() throws IOException {
                Process child = new ProcessBuilder("sleep", "1000").start();
                while (true) {
                    try {
                        child.waitFor();
                    } catch (InterruptedException e) {
                        // Deaf.
                    }
                }
            }
        };

        abstract void go() throws IOException;
    }

    private static int run(Deaf deaf, Signal started) throws IOException {
        started.raise();
        deaf.go();
        return 0;
    }

    /** Those of the worker, once it has as many as it should. */
    private static List<ProcessHandle> childrenOf(long worker, Deaf deaf) {
        ProcessHandle process = ProcessHandle.of(worker).orElseThrow();
        int expected = deaf == Deaf.SLEEPS_IN_A_CHILD ? 1 : 0;
        Await.until(() -> process.children().count() == expected, "its child does not start");
        return process.children().toList();
    }

    @ParameterizedTest
    @EnumSource
    void oneThatHeedsNoInterruptLosesItsWorkerAfterTheGracePeriod(Deaf deaf, @TempDir Path directory) throws Exception {
        var started = Signal.in(directory, "the start of the task");
        try (var pool = backend.builder(1).cancelGrace(GRACE).build()) {
            long worker = pool.submit(() -> ProcessHandle.current().pid()).get();
            TaskFuture<Integer> future = pool.submit(() -> run(deaf, started));
            started.await();
            List<ProcessHandle> children = childrenOf(worker, deaf);
            assertTrue(future.cancel(true));
            assertThrows(CancellationException.class, future::get);
            Await.until(
                    () -> ProcessHandle.of(worker)
                            .filter(ProcessHandle::isAlive)
                            .isEmpty(),
                    GRACE.plus(Patience.soon().multipliedBy(2)),
                    () -> "its worker is still there");
            Await.until(() -> children.stream().noneMatch(ProcessHandle::isAlive), "its child is still there");
            assertEquals(1, pool.submit(() -> 1).get(), "its place is free again");
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneOverItsTimeLosesItsWorkerAfterTheGracePeriod(Deaf deaf, @TempDir Path directory) throws Exception {
        var started = Signal.in(directory, "the start of the task");
        var limit = TaskOptions.timeout(Duration.ofMillis(500));
        try (var pool = backend.builder(1).cancelGrace(GRACE).build()) {
            long worker = pool.submit(() -> ProcessHandle.current().pid()).get();
            TaskFuture<Integer> future = pool.submit(() -> run(deaf, started), limit);
            var failure = assertThrows(ExecutionException.class, future::get);
            assertEquals(TaskTimeoutException.class, failure.getCause().getClass());
            assertEquals(1, pool.submit(() -> 1).get(), "its place is free again");
            Await.until(() -> ProcessHandle.of(worker).isEmpty(), "its worker is still there");
        }
    }

    @Test
    void oneThatCleansUpWithinTheGracePeriodKeepsItsWorker(@TempDir Path directory) throws Exception {
        var started = Signal.in(directory, "the start of the task");
        var interrupted = Signal.in(directory, "the interrupt");
        var cleanedUp = Signal.in(directory, "leave to end");
        try (var pool = backend.builder(1).cancelGrace(LONG_GRACE).build()) {
            long worker = pool.submit(() -> ProcessHandle.current().pid()).get();
            TaskFuture<Integer> future = pool.submit(() -> cleanUp(started, interrupted, cleanedUp));
            started.await();
            assertTrue(future.cancel(true));
            interrupted.await();
            TaskFuture<Long> next = pool.submit(() -> ProcessHandle.current().pid());
            cleanedUp.raise();
            assertEquals(worker, next.get());
        }
    }

    private static int cleanUp(Signal started, Signal interrupted, Signal cleanedUp) {
        started.raise();
        try {
            return Tasks.sleepLong();
        } catch (InterruptedException e) {
            interrupted.raise();
            cleanedUp.await();
            return 0;
        }
    }

    @Test
    void shutdownNowDoesNotWaitLongerThanTheGracePeriod(@TempDir Path directory) throws Exception {
        var started = Signal.in(directory, "the start of the task");
        TaskFuture<Integer> future;
        try (var pool = backend.builder(1).cancelGrace(GRACE).build()) {
            future = pool.submit(() -> run(Deaf.SLEEPS_IN_A_CHILD, started));
            started.await();
            pool.shutdownNow();
            assertTrue(pool.awaitTermination(Patience.surely().toMillis(), TimeUnit.MILLISECONDS));
        }
        assertThrows(CancellationException.class, future::get);
    }
}
