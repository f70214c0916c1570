package dev.procpool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.task.RemoteCallable;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However a worker dies, one task fails, says how, and nothing else is lost. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WorkerDeathTest {

    private static final int GOOD_TASKS = 100;

    private ProcessPool pool;

    @BeforeAll
    void openPool() {
        pool = ProcessPool.builder()
                .workers(2)
                .name("deadly")
                .jvmArgs("-Xmx64m")
                .output(WorkerOutput.discard())
                .build();
    }

    @AfterAll
    void closePool() {
        pool.close();
    }

    record Death(String name, RemoteCallable<Integer> task, int exitCode, String signal, String said) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Death> deaths() {
        return Stream.of(
                new Death("exit 0", () -> exit(0), 0, null, "exit code 0 while running task"),
                new Death("exit 7", () -> exit(7), 7, null, "exit code 7 while running task"),
                new Death("halt 3", () -> halt(3), 3, null, "exit code 3 while running task"),
                new Death("kill -9", () -> killMyself("KILL"), 137, "SIGKILL", "exit code 137 (SIGKILL)"),
                new Death("kill -TERM", () -> killMyself("TERM"), 143, "SIGTERM", "exit code 143 (SIGTERM)"),
                new Death("native crash", WorkerDeathTest::crash, 134, "SIGABRT", "SIGSEGV"),
                new Death("out of memory", WorkerDeathTest::eatHeap, 3, null, "It ran out of memory: Java heap space"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("deaths")
    void failsTheTaskThatRanAndNoOther(Death death) throws Exception {
        List<Future<Integer>> good = new ArrayList<>();
        Future<Integer> bad = null;
        for (int i = 0; i < GOOD_TASKS; i++) {
            if (i == GOOD_TASKS / 2) {
                bad = pool.submit(death.task());
            }
            int n = i;
            good.add(pool.submit(() -> n));
        }
        for (int i = 0; i < GOOD_TASKS; i++) {
            assertEquals(i, good.get(i).get());
        }
        var crash = assertInstanceOf(
                WorkerCrashedException.class,
                assertThrows(ExecutionException.class, bad::get).getCause());
        assertTrue(crash.getMessage().contains(death.said()), crash.getMessage());
        assertTrue(crash.getMessage().contains("(pid " + crash.pid() + ")"), crash.getMessage());
        assertEquals(death.exitCode(), crash.exitCode());
        assertEquals(Optional.ofNullable(death.signal()), crash.signal());
        assertTrue(ProcessHandle.of(crash.pid()).isEmpty(), "the dead worker still lives");
    }

    @Test
    void theLastLinesOfStderrComeWithTheCrash() {
        var failure = assertThrows(
                ExecutionException.class,
                () -> pool.submit(() -> {
                            new ProcessBuilder("sh", "-c", "echo last words >&2")
                                    .inheritIO()
                                    .start()
                                    .waitFor();
                            return halt(1);
                        })
                        .get());
        var crash = assertInstanceOf(WorkerCrashedException.class, failure.getCause());
        assertEquals("last words", crash.stderrTail());
        assertTrue(crash.getMessage().endsWith("Last lines of its stderr:\n  last words"), crash.getMessage());
    }

    @Test
    void theOutOfMemoryErrorIsTheCauseOfTheCrash() {
        var failure = assertThrows(
                ExecutionException.class,
                () -> pool.submit(WorkerDeathTest::eatHeap).get());
        var error = assertInstanceOf(OutOfMemoryError.class, failure.getCause().getCause());
        assertTrue(
                Stream.of(error.getStackTrace())
                        .anyMatch(frame -> frame.getMethodName().equals("eatHeap")),
                () -> List.of(error.getStackTrace()).toString());
    }

    private static int exit(int code) {
        System.exit(code);
        return 0;
    }

    private static int halt(int code) {
        Runtime.getRuntime().halt(code);
        return 0;
    }

    private static int killMyself(String signal) throws Exception {
        new ProcessBuilder(
                        "kill",
                        "-" + signal,
                        Long.toString(ProcessHandle.current().pid()))
                .start()
                .waitFor();
        TimeUnit.HOURS.sleep(1);
        return 0;
    }

    /** Writes to address 0: what a bug in native code does. */
    private static int crash() throws ReflectiveOperationException {
        Class<?> type = Class.forName("sun.misc.Unsafe");
        Field field = type.getDeclaredField("theUnsafe");
        field.setAccessible(true);
        type.getMethod("putAddress", long.class, long.class).invoke(field.get(null), 0L, 0L);
        return 0;
    }

    private static int eatHeap() {
        List<long[]> eaten = new ArrayList<>();
        while (true) {
            eaten.add(new long[1 << 20]);
        }
    }
}
