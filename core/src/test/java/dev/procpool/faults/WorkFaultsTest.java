package dev.procpool.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.TaskFuture;
import dev.procpool.TaskOptions;
import dev.procpool.TaskSerializationException;
import dev.procpool.TaskTimeoutException;
import dev.procpool.WorkerCrashedException;
import dev.procpool.testing.Await;
import dev.procpool.testing.Patience;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Faults while a task is decoded, runs, its result is encoded, and that is decoded here. */
final class WorkFaultsTest extends PoolUnderFire {

    /** The worker lives on. */
    private static final Set<Kind> HARMLESS_FOR_A_WORKER =
            EnumSet.of(Kind.EXCEPTION, Kind.ERROR, Kind.STACK_OVERFLOW, Kind.GARBAGE);

    static Stream<Cell> atWork() {
        return Stream.of(Stage.DECODE_TASK, Stage.RUN, Stage.ENCODE_RESULT).flatMap(PoolUnderFire::cells);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("atWork")
    void onlyTheTaskThatIsStruckFails(Cell cell) throws Exception {
        boolean hangs = cell.kind() == Kind.HANG || cell.kind() == Kind.STOP;
        boolean harmless = HARMLESS_FOR_A_WORKER.contains(cell.kind());
        try (var pool = pool(2).build()) {
            List<Future<Integer>> before = submitGoodTasks(pool, GOOD_TASKS / 10);
            TaskFuture<?> struck = pool.submit(
                    Strike.task(cell.stage(), cell.kind()), hangs ? TaskOptions.timeout(TIMEOUT) : TaskOptions.none());
            List<Future<Integer>> after = submitGoodTasks(pool, GOOD_TASKS / 10);
            if (cell.kind() == Kind.GARBAGE) {
                assertEquals(Strike.VALUE, get(struck));
            } else {
                assertFailsAsItShould(cell, failureOf(struck));
            }
            assertOwnResults(before);
            assertOwnResults(after);
            goodTasksSucceed(pool);
            Await.until(
                    () -> happenings.ends.size() == (harmless ? 0 : 1),
                    Patience.surely(),
                    () -> "workers that ended: " + happenings.ends);
        }
    }

    private static void assertFailsAsItShould(Cell cell, Throwable failure) {
        switch (cell.kind()) {
            case EXCEPTION, ERROR, STACK_OVERFLOW -> {
                if (cell.stage() == Stage.RUN) {
                    assertThrownByTheTask(cell.kind(), failure);
                } else {
                    assertInstanceOf(TaskSerializationException.class, failure);
                    assertNamesWhatWasThrown(cell.kind(), failure);
                }
            }
            case EXIT -> assertCrash(Strike.EXIT_CODE, null, failure);
            case HALT -> assertCrash(Strike.HALT_CODE, null, failure);
            case KILL -> assertCrash(137, "SIGKILL", failure);
            case OUT_OF_MEMORY -> {
                assertCrash(3, null, failure);
                assertInstanceOf(OutOfMemoryError.class, failure.getCause());
            }
            case STOP, HANG -> {
                var timeout = assertInstanceOf(TaskTimeoutException.class, failure);
                assertEquals(TIMEOUT, timeout.limit());
                assertTrue(timeout.ran().compareTo(TIMEOUT) >= 0, timeout.getMessage());
            }
            case GARBAGE, GARBAGE_BEFORE_MAIN -> throw new AssertionError(cell + " fails nothing: " + failure);
        }
    }

    private static void assertCrash(int exitCode, String signal, Throwable failure) {
        var crash = assertInstanceOf(WorkerCrashedException.class, failure);
        assertEquals(exitCode, crash.exitCode());
        assertEquals(Optional.ofNullable(signal), crash.signal());
        assertTrue(ProcessHandle.of(crash.pid()).isEmpty(), "the dead worker still lives");
    }

    static Stream<Cell> decodingHere() {
        return cells(Stage.DECODE_RESULT);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("decodingHere")
    void aResultThatCannotBeDecodedHereFailsItsFutureAlone(Cell cell) throws Exception {
        Strike.parentHangs = new CountDownLatch(1);
        try (var pool = pool(2).build()) {
            try {
                List<Future<Integer>> before = submitGoodTasks(pool, GOOD_TASKS / 10);
                assertOwnResults(before);
                Future<?> struck = pool.submit(Strike.task(cell.stage(), cell.kind()));
                if (cell.kind() == Kind.HANG) {
                    assertEndsWhenItGoesOn(struck);
                } else {
                    Throwable failure = failureOf(struck);
                    assertInstanceOf(TaskSerializationException.class, failure);
                    assertNamesWhatWasThrown(cell.kind(), failure);
                }
                goodTasksSucceed(pool);
                assertEquals(List.of(), happenings.ends);
            } finally {
                Strike.parentHangs.countDown();
            }
        }
    }

    /** There is no limit to what runs in this JVM, and results behind it may have to wait: docs/concurrency.md. */
    private static void assertEndsWhenItGoesOn(Future<?> struck) throws Exception {
        assertThrows(TimeoutException.class, () -> struck.get(IN_VAIN_MILLIS, TimeUnit.MILLISECONDS));
        Strike.parentHangs.countDown();
        assertEquals(Strike.VALUE, get(struck));
    }
}
