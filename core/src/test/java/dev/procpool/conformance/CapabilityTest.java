package dev.procpool.conformance;

import static dev.procpool.conformance.Capability.COPIES;
import static dev.procpool.conformance.Capability.ENFORCES_TIMEOUTS;
import static dev.procpool.conformance.Capability.INTERRUPTS;
import static dev.procpool.conformance.Capability.KEEPS_OUTPUT;
import static dev.procpool.conformance.Capability.RUNS_IN_BACKGROUND;
import static dev.procpool.conformance.Capability.STOPS_ANY_TASK;
import static dev.procpool.conformance.Capability.SURVIVES_A_CRASH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.TaskOptions;
import dev.procpool.TaskTimeoutException;
import dev.procpool.WorkerCrashedException;
import dev.procpool.testing.Await;
import dev.procpool.testing.ChildJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What backends differ in, one test for each {@link Capability}: a backend that declares it has it, and one that declares
 * that it has it not really does without. So the declarations are exact.
 */
@OnEveryBackend
final class CapabilityTest extends SharesAPool {

    private static final int EXIT_CODE = 7;

    CapabilityTest() {
        super(backend -> backend.open(1));
    }

    @Test
    void runsInBackgroundOrWhenItIsAskedFor(@TempDir Path directory) throws Exception {
        var ran = Signal.in(directory, "the task");
        var future = pool.submit(() -> {
            ran.raise();
            return Tasks.WorkerId.here();
        });
        if (backend.can(RUNS_IN_BACKGROUND)) {
            ran.await();
        } else {
            assertFalse(ran.isRaised());
            assertEquals(Tasks.WorkerId.here(), future.get(0, TimeUnit.SECONDS), "asking is running");
        }
        assertFalse(backend.can(RUNS_IN_BACKGROUND) && future.get().equals(Tasks.WorkerId.here()));
    }

    @Test
    @Behaviour(4)
    void interruptsARunningTaskOrLeavesItAlone(@TempDir Path directory) throws Exception {
        var started = Signal.in(directory, "the start of the task");
        var goOn = Signal.in(directory, "leave to go on");
        var interrupted = Signal.in(directory, "the interrupt");
        var wentOn = Signal.in(directory, "the task's going on");
        var future = pool.submit(() -> {
            started.raise();
            try {
                goOn.awaitUnlessInterrupted();
                wentOn.raise();
            } catch (InterruptedException e) {
                interrupted.raise();
            }
            return 1;
        });
        backend.begin(future);
        started.await();
        assertTrue(future.cancel(true));
        if (backend.can(INTERRUPTS)) {
            interrupted.await();
        } else {
            goOn.raise();
            wentOn.await();
        }
        assertThrows(CancellationException.class, future::get);
        assertFalse(pool.submit(() -> Thread.currentThread().isInterrupted()).get(), "the next task must not notice");
    }

    @Test
    void stopsATaskThatIgnoresInterruptsOrLetsItGoOn(@TempDir Path directory) throws Exception {
        var started = Signal.in(directory, "the start of the task");
        var end = Signal.in(directory, "leave to end");
        var ended = Signal.in(directory, "the end of the task");
        try (var own = backend.open(1)) {
            long pid = own.submit(() -> ProcessHandle.current().pid()).get();
            var future = own.submit(() -> {
                Tasks.runUntil(started, end);
                ended.raise();
                return 1;
            });
            backend.begin(future);
            started.await();
            assertTrue(future.cancel(true));
            if (backend.can(STOPS_ANY_TASK)) {
                assertEquals(8, own.submit(() -> 8).get(), "its place is free again");
                Await.until(() -> ProcessHandle.of(pid).isEmpty(), "its worker is still there");
                assertFalse(ended.isRaised());
            } else {
                end.raise();
                ended.await();
            }
        }
    }

    @Test
    void enforcesTimeoutsFromTheMomentTheTaskRunsOrNotAtAll(@TempDir Path directory) throws Exception {
        var limit = Duration.ofMillis(200);
        // Ends by itself where nobody ends it.
        long runNanos = backend.can(ENFORCES_TIMEOUTS) ? Long.MAX_VALUE : 2 * limit.toNanos();
        boolean heedsInterrupts = !backend.can(STOPS_ANY_TASK);
        var start = Signal.in(directory, "leave to start");
        var before = pool.submit(() -> {
            start.awaitUnlessInterrupted();
            return 1;
        });
        long submittedNanos = System.nanoTime();
        var late = pool.submit(() -> runFor(runNanos, heedsInterrupts), TaskOptions.timeout(limit));
        Await.until(() -> System.nanoTime() - submittedNanos > 2 * limit.toNanos(), "the time it waits");
        assertFalse(late.isDone(), "waiting does not count");
        start.raise();
        if (backend.can(ENFORCES_TIMEOUTS)) {
            var failure = assertThrows(ExecutionException.class, late::get);
            var timeout = assertInstanceOf(TaskTimeoutException.class, failure.getCause());
            assertEquals(limit, timeout.limit());
            assertTrue(timeout.ran().compareTo(limit) >= 0, timeout.getMessage());
            assertTrue(timeout.getMessage().contains("limit=200 ms"), timeout.getMessage());
        } else {
            assertEquals(1, late.get());
        }
        assertEquals(1, before.get());
        assertEquals(9, pool.submit(() -> 9).get(), "its place is free again");
    }

    private static int runFor(long nanos, boolean heedsInterrupts) throws InterruptedException {
        long startNanos = System.nanoTime();
        while (System.nanoTime() - startNanos < nanos) {
            if (Thread.interrupted() && heedsInterrupts) {
                throw new InterruptedException();
            }
        }
        return 1;
    }

    @Test
    void copiesTasksAndResultsOrUsesThemAsTheyAre(@TempDir Path directory) throws Exception {
        var changed = Signal.in(directory, "the change");
        var captured = new AtomicInteger(1);
        var future = pool.submit(() -> {
            changed.awaitUnlessInterrupted();
            return captured.get();
        });
        captured.set(2);
        changed.raise();
        assertEquals(backend.can(COPIES) ? 1 : 2, future.get());
        var result = pool.submit(() -> captured).get();
        var cannotTravel = new Object();
        if (backend.can(COPIES)) {
            assertNotSame(captured, result);
        } else {
            assertSame(captured, result);
            assertSame(cannotTravel, pool.submit(() -> cannotTravel).get());
        }
    }

    @ParameterizedTest
    @CsvSource({"HAS_SETTINGS, queueCapacity", "REPLACES_WORKERS, maxTasksPerWorker", "WEIGHS_WORKERS, maxWorkerMemory"
    })
    void canBeSetSoOrHasNothingToSet(Capability capability, String setting) {
        boolean settable = Stream.of(pool.getClass().getDeclaredClasses())
                .flatMap(builder -> Stream.of(builder.getMethods()))
                .anyMatch(method -> method.getName().equals(setting));
        assertEquals(backend.can(capability), settable);
    }

    @Test
    void keepsWhatATaskPrintsOrPrintsItHere() throws Exception {
        // Nothing but the end of a line, so that this JVM's own output shows little of it.
        var future = pool.submit(() -> System.out.println());
        future.get();
        assertEquals(backend.can(KEEPS_OUTPUT) ? "\n" : "", future.output());
    }

    @Test
    @Behaviour({31, 32})
    void survivesATaskThatEndsItsJvmOrEndsWithIt() throws Exception {
        if (backend.can(SURVIVES_A_CRASH)) {
            var failure = assertThrows(
                    ExecutionException.class,
                    () -> pool.submit(() -> Tasks.exit(EXIT_CODE)).get());
            var crash = assertInstanceOf(WorkerCrashedException.class, failure.getCause());
            assertEquals(EXIT_CODE, crash.exitCode());
            assertEquals(1, pool.submit(() -> 1).get());
        } else {
            // Not in this JVM, of course.
            try (var parent = ChildJvm.start(CrashMain.class, backend.name(), Integer.toString(EXIT_CODE))) {
                parent.awaitLine("submitting");
                assertEquals("", parent.rest());
                assertEquals(EXIT_CODE, parent.awaitExit());
            }
        }
    }
}
