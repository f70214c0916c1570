package dev.procpool.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.PoolBrokenException;
import dev.procpool.ProcessPool;
import dev.procpool.TaskFuture;
import dev.procpool.TaskPool;
import dev.procpool.conformance.Heard.What;
import dev.procpool.testing.Patience;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers that have done enough are replaced, and nobody waits for it: what only processes do. */
@Timeout(Patience.TEST_SECONDS)
final class RecyclingTest {

    private static final int MANY_BYTES = 200 << 20;

    private static byte[] leak;

    private final Heard heard = new Heard();

    private ProcessPool.Builder workers(int workers) {
        return ProcessPool.builder().workers(workers).listener(heard);
    }

    private static long pid(TaskPool pool) throws Exception {
        return pool.submit(() -> ProcessHandle.current().pid()).get();
    }

    @Test
    @Behaviour(47)
    void theWorkerStaysForItsNumberOfTasksAndIsAnotherForTheNext() throws Exception {
        List<Long> pids = new ArrayList<>();
        try (var pool = workers(1).maxTasksPerWorker(3).build()) {
            for (int i = 0; i < 7; i++) {
                pids.add(pid(pool));
            }
        }
        assertEquals(Set.of(pids.get(0)), Set.copyOf(pids.subList(0, 3)));
        assertEquals(Set.of(pids.get(3)), Set.copyOf(pids.subList(3, 6)));
        assertEquals(3, new HashSet<>(pids).size(), pids::toString);
    }

    @Test
    @Behaviour(47)
    void aBacklogDoesNotStall() throws Exception {
        Map<Long, Integer> tasksOf = new HashMap<>();
        try (var pool = workers(2).maxTasksPerWorker(5).build()) {
            List<TaskFuture<Long>> futures = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                futures.add(pool.submit(() -> ProcessHandle.current().pid()));
            }
            for (TaskFuture<Long> future : futures) {
                tasksOf.merge(future.get(), 1, Integer::sum);
                assertEquals(1, future.attempts());
            }
        }
        assertTrue(tasksOf.values().stream().allMatch(tasks -> tasks <= 5), tasksOf::toString);
    }

    @Test
    @Behaviour(48)
    void theOldWorkerGoesOnlyWhenTheNewOneIsReady() throws Exception {
        try (var pool = workers(1).maxTasksPerWorker(1).build()) {
            assertEquals(1, pool.submit(() -> 1).get());
            assertEquals(
                    "maxTasksPerWorker=1 reached", heard.await(What.RETIRING, 1).text());
            assertTrue(heard.isBefore(What.READY, 2, What.ENDED, 1), heard::toString);
        }
    }

    @Test
    @Behaviour(48)
    void duringShutdownItIsReplacedAsLongAsTasksWait() throws Exception {
        List<TaskFuture<Long>> futures = new ArrayList<>();
        try (var pool = workers(1).maxTasksPerWorker(1).build()) {
            for (int i = 0; i < 4; i++) {
                futures.add(pool.submit(() -> ProcessHandle.current().pid()));
            }
            pool.shutdown();
            Set<Long> pids = new HashSet<>();
            for (TaskFuture<Long> future : futures) {
                pids.add(future.get());
            }
            assertEquals(4, pids.size());
        }
        assertTrue(heard.all(What.READY).size() <= 4, heard::toString);
    }

    @Test
    @Behaviour(48)
    void butNotWhenThePoolGivesUp(@TempDir Path directory) throws Exception {
        var started = Signal.in(directory, "the start of the task");
        TaskFuture<Integer> waits;
        try (var pool = workers(1).maxTasksPerWorker(1).build()) {
            pool.submit(() -> {
                started.raise();
                return Tasks.sleepLong();
            });
            waits = pool.submit(() -> 1);
            started.await();
            heard.await(What.READY, 2);
            pool.shutdownNow();
        }
        assertThrows(CancellationException.class, waits::get);
        assertEquals(2, heard.all(What.READY).size(), heard::toString);
    }

    /** The directory that workers are to start in is gone. */
    @Test
    @Behaviour(48)
    void whereNoneCanBeStartedWhatWaitsFailsWithTheReason(@TempDir Path directory) throws Exception {
        Path start = Files.createDirectory(directory.resolve("start"));
        try (var pool = workers(1).maxTasksPerWorker(1).workingDirectory(start).build()) {
            heard.await(What.READY, 1);
            Files.delete(start);
            var last = pool.submit(() -> 1);
            var waits = pool.submit(() -> 2);
            assertEquals(1, last.get());
            var failure = assertThrows(ExecutionException.class, waits::get);
            var broken = assertInstanceOf(PoolBrokenException.class, failure.getCause());
            assertTrue(broken.getMessage().contains("No such file or directory"), broken.getMessage());
        }
    }

    @Test
    @Behaviour(21)
    void oneThatHasGrownIsReplacedBetweenTasksAndNoneIsLost() throws Exception {
        try (var pool =
                workers(1).jvmArgs("-Xmx512m").maxWorkerMemory(MANY_BYTES).build()) {
            long first = pid(pool);
            int leaked = pool.submit(RecyclingTest::leak).get();
            assertEquals(MANY_BYTES, leaked);
            long now = first;
            while (now == first) {
                now = pid(pool);
            }
            String why = heard.await(What.RETIRING, 1).text();
            assertTrue(why.matches("its resident size=\\d+ MiB is over maxWorkerMemory=200 MiB"), why);
            assertTrue(heard.isBefore(What.READY, 2, What.ENDED, 1), heard::toString);
            assertTrue(heard.await(What.ENDED, 1).text().contains("exit code 0"), heard::toString);
        }
    }

    private static int leak() {
        leak = new byte[MANY_BYTES];
        for (int i = 0; i < leak.length; i += 1024) {
            leak[i] = 1;
        }
        return leak.length;
    }

    @Test
    void oneThatIsOldIsReplacedBetweenTasksAndNoneIsLost() throws Exception {
        try (var pool = workers(1).maxWorkerAge(Duration.ofMillis(300)).build()) {
            Set<Long> pids = new HashSet<>();
            while (pids.size() < 3) {
                pids.add(pid(pool));
            }
            assertEquals("maxWorkerAge reached", heard.await(What.RETIRING, 1).text());
            assertTrue(heard.isBefore(What.READY, 2, What.ENDED, 1), heard::toString);
            assertTrue(heard.isBefore(What.READY, 3, What.ENDED, 2), heard::toString);
        }
    }

    @Test
    void oneThatIsTooOldEndsItsTaskFirst(@TempDir Path directory) throws Exception {
        var started = Signal.in(directory, "the start of the task");
        var end = Signal.in(directory, "leave to end");
        try (var pool = workers(1).maxWorkerAge(Duration.ofMillis(1)).build()) {
            var future = pool.submit(() -> Tasks.runUntil(started, end));
            started.await();
            // Whichever of them runs it: that it is to be replaced does not end it.
            heard.all(What.READY).forEach(ready -> heard.await(What.RETIRING, ready.of()));
            end.raise();
            assertEquals(1, future.get());
            assertEquals(1, future.attempts());
        }
    }
}
