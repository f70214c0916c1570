package dev.procpool.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.ProcessPool;
import dev.procpool.TaskOptions;
import dev.procpool.testing.Await;
import dev.procpool.testing.ChildJvm;
import dev.procpool.testing.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Faults in a worker that has no task. */
final class IdleFaultsTest extends PoolUnderFire {

    static Stream<Cell> idleAndHarmless() {
        return cells(
                Stage.IDLE,
                EnumSet.of(
                        Kind.EXCEPTION, Kind.ERROR, Kind.STACK_OVERFLOW, Kind.HANG, Kind.GARBAGE, Kind.OUT_OF_MEMORY));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("idleAndHarmless")
    void whatAThreadLeftBehindDoesHarmsNobody(Cell cell) throws Exception {
        try (var pool = pool(1).build()) {
            strikeWhileIdle(pool, cell);
            goodTasksSucceed(pool);
            if (cell.kind() != Kind.OUT_OF_MEMORY) {
                // A full heap may hit any thread of the worker, and then it ends.
                assertEquals(List.of(), happenings.ends);
            }
        }
    }

    static Stream<Cell> idleAndDeadly() {
        return cells(Stage.IDLE, EnumSet.of(Kind.EXIT, Kind.HALT, Kind.KILL));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("idleAndDeadly")
    void anIdleWorkerThatDiesIsReplacedAndNobodyIsBlamed(Cell cell) throws Exception {
        try (var pool = pool(1).build()) {
            long pid = strikeWhileIdle(pool, cell);
            // Not before: until then it may begin with a task, and be lost with it.
            Await.until(() -> !isAlive(pid), "the worker lives");
            // Whether the pool has heard of it or not.
            goodTasksSucceed(pool);
            Await.until(() -> happenings.ends.size() == 1, "the worker has not died");
            int exitCode = switch (cell.kind()) {
                case EXIT -> Strike.EXIT_CODE;
                case HALT -> Strike.HALT_CODE;
                default -> 137;
            };
            assertTrue(happenings.ends.get(0).contains("exit code " + exitCode), happenings.ends::toString);
        }
    }

    static Stream<Cell> idleAndStopped() {
        return cells(Stage.IDLE, EnumSet.of(Kind.STOP));
    }

    @ParameterizedTest(name = "{0}, then cancelled")
    @MethodSource("idleAndStopped")
    void aStoppedIdleWorkerHoldsItsNextTaskWhateverItsTimeoutUntilThatIsCancelled(Cell cell) throws Exception {
        try (var pool = pool(1).build()) {
            strikeWhileIdle(pool, cell);
            Future<Integer> held = pool.submit(() -> 1, TaskOptions.timeout(TIMEOUT));
            assertThrows(TimeoutException.class, () -> held.get(IN_VAIN_MILLIS, TimeUnit.MILLISECONDS));
            assertTrue(held.cancel(true));
            goodTasksSucceed(pool);
            Await.until(() -> happenings.ends.size() == 1, "the stopped worker has not ended");
            assertTrue(happenings.ends.get(0).contains("SIGKILL"), happenings.ends::toString);
        }
    }

    @ParameterizedTest(name = "{0}, then continued")
    @MethodSource("idleAndStopped")
    void aStoppedIdleWorkerThatIsContinuedRunsItsTask(Cell cell) throws Exception {
        try (var pool = pool(1).build()) {
            long pid = strikeWhileIdle(pool, cell);
            Future<Integer> held = pool.submit(() -> 1, TaskOptions.timeout(Patience.surely()));
            assertThrows(TimeoutException.class, () -> held.get(IN_VAIN_MILLIS, TimeUnit.MILLISECONDS));
            ChildJvm.signal("CONT", pid);
            assertEquals(1, get(held));
            goodTasksSucceed(pool);
            assertEquals(List.of(), happenings.ends);
        }
    }

    @ParameterizedTest(name = "{0}, then the pool is closed")
    @MethodSource("idleAndStopped")
    void aStoppedIdleWorkerIsKilledFiveSecondsAfterTheClose(Cell cell) throws Exception {
        var pool = pool(1).build();
        strikeWhileIdle(pool, cell);
        long startNanos = System.nanoTime();
        pool.close();
        assertInTime(startNanos, Duration.ofSeconds(5), "close");
        Await.until(() -> happenings.ends.size() == 1, "nobody was told of the worker's end");
        assertTrue(happenings.ends.get(0).contains("SIGKILL"), happenings.ends::toString);
    }

    private long strikeWhileIdle(ProcessPool pool, Cell cell) throws Exception {
        long pid = get(pool.submit(Strike.plant(cell.kind(), directory)));
        Files.createFile(directory.resolve("go"));
        Await.until(() -> Files.exists(directory.resolve("struck")), cell + " has not struck");
        if (cell.kind() == Kind.STOP) {
            Await.until(() -> isStopped(pid), "the worker does not stop");
        }
        return pid;
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    private static boolean isStopped(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.substring(stat.lastIndexOf(')')).startsWith(") T");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
