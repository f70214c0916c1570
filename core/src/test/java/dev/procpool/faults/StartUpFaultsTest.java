package dev.procpool.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.OutputLine;
import dev.procpool.PoolBrokenException;
import dev.procpool.testing.Await;
import dev.procpool.testing.Patience;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Faults in a worker's start, and in its initializer. */
final class StartUpFaultsTest extends PoolUnderFire {

    /** To say hello, as the pool has it. */
    private static final Duration START_LIMIT = Duration.ofSeconds(20);

    static Stream<Cell> throwingStarts() {
        return cells(Stage.START_UP, EnumSet.of(Kind.EXCEPTION, Kind.ERROR, Kind.STACK_OVERFLOW));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("throwingStarts")
    void whatAnInitializerThrowsFailsAllThatWaits(Cell cell) {
        try (var pool =
                pool(2).initializer(Strike.initializer(cell.kind(), null)).build()) {
            Future<Integer> first = pool.submit(() -> 1);
            Future<Integer> second = pool.submit(() -> 2);
            assertThrownByTheTask(cell.kind(), failureOf(first));
            assertThrownByTheTask(cell.kind(), failureOf(second));
            var refusal = assertThrows(PoolBrokenException.class, () -> pool.submit(() -> 3));
            assertThrownByTheTask(cell.kind(), refusal.getCause());
        }
    }

    static Stream<Cell> dyingStarts() {
        return cells(Stage.START_UP, EnumSet.of(Kind.EXIT, Kind.HALT, Kind.OUT_OF_MEMORY, Kind.KILL));
    }

    @ParameterizedTest(name = "{0}, each time")
    @MethodSource("dyingStarts")
    void startsThatDieBreakThePoolAfterTheThird(Cell cell) {
        try (var pool =
                pool(1).initializer(Strike.initializer(cell.kind(), null)).build()) {
            var broken = assertInstanceOf(PoolBrokenException.class, failureOf(pool.submit(() -> 1)));
            String said = switch (cell.kind()) {
                case EXIT -> "exit code " + Strike.EXIT_CODE;
                case HALT -> "exit code " + Strike.HALT_CODE;
                case OUT_OF_MEMORY -> "OutOfMemoryError";
                default -> "SIGKILL";
            };
            assertTrue(broken.getMessage().contains(said), broken.getMessage());
            assertThrows(PoolBrokenException.class, () -> pool.submit(() -> 2));
        }
        Await.until(() -> happenings.ends.size() == 3, Patience.surely(), () -> "starts that died: " + happenings.ends);
    }

    @ParameterizedTest(name = "{0}, once")
    @MethodSource("dyingStarts")
    void oneStartThatDiesHarmsNobody(Cell cell) throws Exception {
        try (var pool = pool(2).initializer(Strike.initializer(cell.kind(), directory.resolve("once")))
                .build()) {
            Future<Integer> waiting = pool.submit(() -> 1);
            assertEquals(1, get(waiting));
            goodTasksSucceed(pool);
            Await.until(() -> happenings.ends.size() == 1, "no start has died");
        }
    }

    static Stream<Cell> hangingStarts() {
        return cells(Stage.START_UP, EnumSet.of(Kind.HANG, Kind.STOP));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hangingStarts")
    void anInitializerThatHangsHasNoLimitButKeepsNoPoolFromClosing(Cell cell) throws Exception {
        Path struck = directory.resolve("once");
        var pool = pool(1).initializer(Strike.initializer(cell.kind(), struck)).build();
        Await.until(() -> Files.exists(struck), "the initializer has not run");
        long startNanos = System.nanoTime();
        pool.close();
        assertInTime(startNanos, Duration.ofSeconds(1), "close");

        Path again = directory.resolve("again");
        try (var other =
                pool(1).initializer(Strike.initializer(cell.kind(), again)).build()) {
            Future<Integer> waiting = other.submit(() -> 1);
            Await.until(() -> Files.exists(again), "the initializer has not run");
            assertThrows(TimeoutException.class, () -> waiting.get(IN_VAIN_MILLIS, TimeUnit.MILLISECONDS));
            startNanos = System.nanoTime();
            assertEquals(1, other.shutdownNow().size());
            assertThrows(CancellationException.class, () -> get(waiting));
        }
        assertInTime(startNanos, Duration.ofSeconds(1), "shutdownNow and close");
    }

    /** The debugger that it waits for never comes. */
    @Test
    void aJvmThatHangsBeforeMainBreaksThePoolAtTheStartLimit() {
        long startNanos = System.nanoTime();
        try (var pool = pool(1).jvmArgs("-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:0")
                .build()) {
            Future<Integer> waiting = pool.submit(() -> 1);
            var broken = assertInstanceOf(
                    PoolBrokenException.class, failureOf(waiting, START_LIMIT.plus(Patience.surely())));
            assertTrue(System.nanoTime() - startNanos >= START_LIMIT.toNanos(), "before the limit");
            assertTrue(broken.getMessage().contains("had not said hello in time"), broken.getMessage());
            assertThrows(PoolBrokenException.class, () -> pool.submit(() -> 2));
        }
    }

    static Stream<Cell> garbageAtStart() {
        return cells(Stage.START_UP, EnumSet.of(Kind.GARBAGE, Kind.GARBAGE_BEFORE_MAIN));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("garbageAtStart")
    void whatIsPrintedAtStartUpHarmsNobody(Cell cell) throws Exception {
        Queue<OutputLine> lines = new ConcurrentLinkedQueue<>();
        var printing = pool(2).output(lines::add);
        if (cell.kind() == Kind.GARBAGE) {
            printing.initializer(Strike.initializer(Kind.GARBAGE, null));
        } else {
            printing.jvmArgs("-Xlog:gc*,class+load=info", "-XX:+PrintFlagsFinal");
        }
        try (var pool = printing.build()) {
            goodTasksSucceed(pool);
            assertEquals(List.of(), happenings.ends);
        }
        assertFalse(lines.isEmpty(), "nothing was printed");
    }
}
