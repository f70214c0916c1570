package dev.procpool.conformance;

import static dev.procpool.conformance.Capability.COPIES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.TaskFuture;
import dev.procpool.TaskSerializationException;
import dev.procpool.task.RemoteCallable;
import dev.procpool.task.RemoteRunnable;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes in, and what comes out. */
@OnEveryBackend
final class SubmitTest extends SharesAPool {

    private static final int MANY = 5_000;

    SubmitTest() {
        super(backend -> backend.open(2));
    }

    private record Point(int x, String name) implements Serializable {}

    @Test
    @Behaviour(1)
    void aPlainLambdaGivesItsValue() throws Exception {
        int captured = 40;
        assertEquals(42, pool.submit(() -> captured + 2).get());
        assertEquals(42, pool.submit(() -> captured + 2).join());
    }

    @Test
    @Behaviour(1)
    void aMethodReferenceGivesItsValue() throws Exception {
        var point = new Point(1, "zwei");
        assertEquals("zwei", pool.submit(point::name).get());
    }

    @Test
    @Behaviour(1)
    void aRecordTravelsBothWays() throws Exception {
        var point = new Point(1, "zwei");
        assertEquals(
                new Point(2, "zwei"),
                pool.submit(() -> new Point(point.x() + 1, point.name())).get());
    }

    @Test
    @Behaviour(1)
    void nullIsAValue() throws Exception {
        assertNull(pool.submit(() -> null).get());
    }

    @Test
    @Behaviour(1)
    void aRunnableGivesNullOrTheGivenResultItself() throws Exception {
        RemoteRunnable runnable = () -> {};
        assertNull(pool.submit(runnable).get());
        var result = new Object();
        assertSame(result, pool.submit(runnable, result).get());
    }

    @Test
    @Behaviour(1)
    void aCallableOfTheJdkIsTakenIfItCanTravel() throws Exception {
        Callable<Integer> serializable = (Callable<Integer> & Serializable) () -> 5;
        assertEquals(5, pool.submit(serializable).get());
        Callable<Integer> plain = () -> 6;
        if (backend.can(COPIES)) {
            assertThrows(TaskSerializationException.class, () -> pool.submit(plain));
        } else {
            assertEquals(6, pool.submit(plain).get());
        }
    }

    @Test
    @Behaviour(1)
    void everyOneOfManyTasksGetsItsOwnResult() throws Exception {
        List<Future<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            int n = i;
            futures.add(pool.submit(() -> n * 2));
        }
        for (int i = 0; i < MANY; i++) {
            assertEquals(i * 2, futures.get(i).get());
        }
    }

    @Test
    void tasksHaveNumbersOfTheirOwn() {
        TaskFuture<Integer> first = pool.submit(() -> 1);
        TaskFuture<Integer> second = pool.submit(() -> 1);
        assertTrue(second.id() > first.id(), first.id() + ", " + second.id());
    }

    @Test
    void nullArgumentsAreRefusedAtOnce() {
        assertThrows(NullPointerException.class, () -> pool.submit((RemoteCallable<String>) null));
        assertThrows(NullPointerException.class, () -> pool.submit((RemoteRunnable) null));
        assertThrows(NullPointerException.class, () -> pool.submit((Callable<String>) null));
        assertThrows(NullPointerException.class, () -> pool.submit((Runnable) null));
        assertThrows(NullPointerException.class, () -> pool.submit((Runnable) null, 1));
        assertThrows(NullPointerException.class, () -> pool.submit(() -> 1, null));
        assertThrows(NullPointerException.class, () -> pool.execute(null));
        assertThrows(NullPointerException.class, () -> pool.map(null, List.of(1)));
        assertThrows(NullPointerException.class, () -> pool.map(x -> x, null));
    }

    @Test
    void executeRunsTheTaskAndItsFailureHurtsNobody(@TempDir Path directory) throws Exception {
        var ran = Signal.in(directory, "the task");
        pool.execute((RemoteRunnable) () -> {
            ran.raise();
            Tasks.fail("nobody hears this");
        });
        ran.await();
        assertEquals(1, pool.submit(() -> 1).get());
    }

    /** Each thread submits, maps and cancels, and looks only at what is its own. */
    @Test
    @Behaviour(9)
    void tenThreadsAtOnceGetOnlyTheirOwnResults() throws Exception {
        var threads = Executors.newFixedThreadPool(10);
        List<Future<?>> users = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            int user = i;
            users.add(threads.submit(() -> {
                useThePool(user * 1_000);
                return null;
            }));
        }
        threads.shutdown();
        for (Future<?> user : users) {
            user.get();
        }
    }

    private void useThePool(int base) throws Exception {
        List<TaskFuture<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int n = base + i;
            futures.add(pool.submit(() -> n));
            if (i % 5 == 4) {
                futures.get(i).cancel(i % 2 == 0);
            }
        }
        List<Integer> inputs = IntStream.range(base, base + 50).boxed().toList();
        assertEquals(
                inputs.stream().map(n -> -n).toList(), pool.map(n -> -n, inputs).toList());
        for (int i = 0; i < 100; i++) {
            if (futures.get(i).isCancelled()) {
                assertThrows(CancellationException.class, futures.get(i)::get);
                assertEquals(4, i % 5, "nobody has cancelled task " + i);
            } else {
                assertEquals(base + i, futures.get(i).get());
            }
        }
    }
}
