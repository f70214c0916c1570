package dev.procpool.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.ProcessPool;
import dev.procpool.WorkerOutput;
import dev.procpool.testing.Patience;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** What tests of cells of the matrix have in common: a pool, a fault, and the next 100 tasks that succeed. */
abstract class PoolUnderFire {

    static final int GOOD_TASKS = 100;

    /** What this test promises itself for a task that hangs. */
    static final Duration TIMEOUT = Duration.ofMillis(500);

    /** What a task that is not heard of is waited for, in vain. */
    static final long IN_VAIN_MILLIS = 3 * TIMEOUT.toMillis();

    @TempDir
    Path directory;

    final Happenings happenings = new Happenings();

    static Stream<Cell> cells(Stage stage) {
        return Stream.of(Kind.values())
                .map(kind -> new Cell(stage, kind))
                .filter(cell -> !Untestable.CELLS.containsKey(cell));
    }

    static Stream<Cell> cells(Stage stage, Set<Kind> kinds) {
        return kinds.stream().map(kind -> new Cell(stage, kind));
    }

    ProcessPool.Builder pool(int workers) {
        return ProcessPool.builder()
                .workers(workers)
                .name("matrix")
                .jvmArgs("-Xmx64m")
                .output(WorkerOutput.discard())
                .listener(happenings);
    }

    static void goodTasksSucceed(ProcessPool pool) throws Exception {
        assertOwnResults(submitGoodTasks(pool, GOOD_TASKS));
    }

    static List<Future<Integer>> submitGoodTasks(ProcessPool pool, int count) {
        List<Future<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int n = i;
            futures.add(pool.submit(() -> n));
        }
        return futures;
    }

    static void assertOwnResults(List<Future<Integer>> futures) throws Exception {
        for (int i = 0; i < futures.size(); i++) {
            assertEquals(i, get(futures.get(i)));
        }
    }

    static <T> T get(Future<T> future) throws Exception {
        return future.get(surely().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Three JVMs may have to start before a future ends. */
    static Duration surely() {
        return Patience.surely().multipliedBy(2);
    }

    static Throwable failureOf(Future<?> future) {
        return failureOf(future, surely());
    }

    static Throwable failureOf(Future<?> future, Duration limit) {
        return assertThrows(ExecutionException.class, () -> future.get(limit.toMillis(), TimeUnit.MILLISECONDS))
                .getCause();
    }

    static void assertThrownByTheTask(Kind kind, Throwable failure) {
        assertEquals(classOf(kind), failure.getClass());
        if (kind != Kind.STACK_OVERFLOW) {
            assertEquals(Strike.MESSAGE, failure.getMessage());
        }
    }

    static void assertNamesWhatWasThrown(Kind kind, Throwable failure) {
        List<String> chain = new ArrayList<>();
        boolean named = false;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            chain.add(t.toString());
            named = named || t.toString().contains(classOf(kind).getName());
        }
        assertTrue(named, chain::toString);
    }

    static Class<?> classOf(Kind kind) {
        return switch (kind) {
            case EXCEPTION -> IllegalStateException.class;
            case ERROR -> AssertionError.class;
            case OUT_OF_MEMORY -> OutOfMemoryError.class;
            default -> StackOverflowError.class;
        };
    }

    static void assertInTime(long startNanos, Duration promised, String what) {
        var took = Duration.ofNanos(System.nanoTime() - startNanos);
        assertTrue(took.compareTo(promised.plus(Patience.soon())) <= 0, () -> what + " took " + took);
    }
}
