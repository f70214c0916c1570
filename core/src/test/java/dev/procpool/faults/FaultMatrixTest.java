package dev.procpool.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.OutputLine;
import dev.procpool.PoolBrokenException;
import dev.procpool.ProcessPool;
import dev.procpool.TaskFuture;
import dev.procpool.TaskOptions;
import dev.procpool.TaskSerializationException;
import dev.procpool.TaskTimeoutException;
import dev.procpool.WorkerCrashedException;
import dev.procpool.WorkerOutput;
import dev.procpool.testing.Await;
import dev.procpool.testing.ChildJvm;
import dev.procpool.testing.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each fault at each stage: the right future fails with the right exception, in time, or nothing fails where that is the
 * truth; then the next 100 tasks succeed. That nothing is left behind is checked for all tests.
 */
final class FaultMatrixTest {

    private static final int GOOD_TASKS = 100;

    /** What this test promises itself for a task that hangs. */
    private static final Duration TIMEOUT = Duration.ofMillis(500);

    /** What a task that is not heard of is waited for, in vain. */
    private static final long IN_VAIN_MILLIS = 3 * TIMEOUT.toMillis();

    /** To say hello, as the pool has it. */
    private static final Duration START_LIMIT = Duration.ofSeconds(20);

    /** The worker lives on. */
    private static final Set<Kind> HARMLESS_FOR_A_WORKER =
            EnumSet.of(Kind.EXCEPTION, Kind.ERROR, Kind.STACK_OVERFLOW, Kind.GARBAGE);

    @TempDir
    Path directory;

    private final Happenings happenings = new Happenings();

    private static Stream<Cell> cells(Stage stage) {
        return Stream.of(Kind.values())
                .map(kind -> new Cell(stage, kind))
                .filter(cell -> !Untestable.CELLS.containsKey(cell));
    }

    private static Stream<Cell> cells(Stage stage, Set<Kind> kinds) {
        return kinds.stream().map(kind -> new Cell(stage, kind));
    }

    private ProcessPool.Builder pool(int workers) {
        return ProcessPool.builder()
                .workers(workers)
                .name("matrix")
                .jvmArgs("-Xmx64m")
                .output(WorkerOutput.discard())
                .listener(happenings);
    }

    @Test
    void everyCellIsTestedOrCannotBe() {
        Set<Cell> tested = new HashSet<>();
        Stream.of(
                        throwingStarts(),
                        dyingStarts(),
                        hangingStarts(),
                        garbageAtStart(),
                        atWork(),
                        decodingHere(),
                        idleAndHarmless(),
                        idleAndDeadly(),
                        idleAndStopped())
                .forEach(cells -> cells.forEach(cell -> assertTrue(tested.add(cell), cell + " is tested twice")));
        for (Stage stage : Stage.values()) {
            for (Kind kind : Kind.values()) {
                var cell = new Cell(stage, kind);
                assertTrue(
                        tested.contains(cell) != Untestable.CELLS.containsKey(cell),
                        cell + " must either be tested or stand in Untestable");
            }
        }
        assertEquals(66, tested.size() + Untestable.CELLS.size());
    }

    // ---- start-up

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

    // ---- at work, in the worker

    static Stream<Cell> atWork() {
        return Stream.of(Stage.DECODE_TASK, Stage.RUN, Stage.ENCODE_RESULT).flatMap(FaultMatrixTest::cells);
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

    private static void assertThrownByTheTask(Kind kind, Throwable failure) {
        assertEquals(classOf(kind), failure.getClass());
        if (kind != Kind.STACK_OVERFLOW) {
            assertEquals(Strike.MESSAGE, failure.getMessage());
        }
    }

    private static void assertNamesWhatWasThrown(Kind kind, Throwable failure) {
        List<String> chain = new ArrayList<>();
        boolean named = false;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            chain.add(t.toString());
            named = named || t.toString().contains(classOf(kind).getName());
        }
        assertTrue(named, chain::toString);
    }

    private static Class<?> classOf(Kind kind) {
        return switch (kind) {
            case EXCEPTION -> IllegalStateException.class;
            case ERROR -> AssertionError.class;
            case OUT_OF_MEMORY -> OutOfMemoryError.class;
            default -> StackOverflowError.class;
        };
    }

    private static void assertCrash(int exitCode, String signal, Throwable failure) {
        var crash = assertInstanceOf(WorkerCrashedException.class, failure);
        assertEquals(exitCode, crash.exitCode());
        assertEquals(Optional.ofNullable(signal), crash.signal());
        assertTrue(ProcessHandle.of(crash.pid()).isEmpty(), "the dead worker still lives");
    }

    // ---- at work, in the parent

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

    // ---- idle

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

    // ---- what all have in common

    private static void goodTasksSucceed(ProcessPool pool) throws Exception {
        assertOwnResults(submitGoodTasks(pool, GOOD_TASKS));
    }

    private static List<Future<Integer>> submitGoodTasks(ProcessPool pool, int count) {
        List<Future<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int n = i;
            futures.add(pool.submit(() -> n));
        }
        return futures;
    }

    private static void assertOwnResults(List<Future<Integer>> futures) throws Exception {
        for (int i = 0; i < futures.size(); i++) {
            assertEquals(i, get(futures.get(i)));
        }
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.get(surely().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Three JVMs may have to start before a future ends. */
    private static Duration surely() {
        return Patience.surely().multipliedBy(2);
    }

    private static Throwable failureOf(Future<?> future) {
        return failureOf(future, surely());
    }

    private static Throwable failureOf(Future<?> future, Duration limit) {
        return assertThrows(ExecutionException.class, () -> future.get(limit.toMillis(), TimeUnit.MILLISECONDS))
                .getCause();
    }

    private static void assertInTime(long startNanos, Duration promised, String what) {
        var took = Duration.ofNanos(System.nanoTime() - startNanos);
        assertTrue(took.compareTo(promised.plus(Patience.soon())) <= 0, () -> what + " took " + took);
    }
}
