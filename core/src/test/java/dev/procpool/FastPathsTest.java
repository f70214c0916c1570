package dev.procpool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.task.TaskContext;
import dev.procpool.testing.Patience;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each short cut that a task can take, and the way round where there is none: forced, and with the same outcome. */
@Timeout(value = 2 * Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class FastPathsTest {

    private static final long LONG_SPIN_NANOS = TimeUnit.SECONDS.toNanos(5);

    @TempDir
    private Path directory;

    /** Whether a worker notes what it has not sent: if not, it sends each message at once, and has one task at a time. */
    enum Journal {
        WITH,
        WITHOUT;

        ProcessPool.Builder builder(int workers, Path directory) {
            var builder = ProcessPool.builder().workers(workers);
            return this == WITH ? builder : builder.sharedMemory(directory.resolve("missing"));
        }
    }

    // ---- a journal, and several tasks in a worker

    @ParameterizedTest
    @EnumSource
    void aCrashAmongShortTasksCostsTheTaskThatCrashedAndNoOther(Journal journal) throws Exception {
        try (var pool = journal.builder(1, directory).build()) {
            learnThatTasksAreShort(pool);
            for (int round = 0; round < 3; round++) {
                List<TaskFuture<Integer>> futures = new ArrayList<>();
                for (int i = 0; i < 300; i++) {
                    int number = i;
                    futures.add(pool.submit(() -> number == 150 ? crash() : number));
                }
                for (int i = 0; i < 300; i++) {
                    TaskFuture<Integer> future = futures.get(i);
                    if (i == 150) {
                        var failure = assertThrows(ExecutionException.class, future::get);
                        assertInstanceOf(WorkerCrashedException.class, failure.getCause());
                    } else {
                        assertEquals(i, future.get());
                        assertEquals(1, future.attempts());
                    }
                }
            }
        }
    }

    private static int crash() {
        Runtime.getRuntime().halt(3);
        return 0;
    }

    /** What has run before the crash has run: it is not run a second time. */
    @ParameterizedTest
    @EnumSource
    void noTaskRunsTwice(Journal journal) throws Exception {
        String runs = Files.createDirectory(directory.resolve("runs")).toString();
        try (var pool = journal.builder(2, directory).build()) {
            learnThatTasksAreShort(pool);
            List<TaskFuture<Integer>> futures = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                int number = i;
                futures.add(pool.submit(() -> {
                    Files.createFile(Path.of(runs, "run-" + number));
                    return number % 100 == 99 ? crash() : number;
                }));
            }
            for (int i = 0; i < 400; i++) {
                TaskFuture<Integer> future = futures.get(i);
                if (i % 100 == 99) {
                    assertThrows(ExecutionException.class, future::get);
                } else {
                    assertEquals(i, future.get());
                }
            }
        }
    }

    private static void learnThatTasksAreShort(ProcessPool pool) throws Exception {
        for (int i = 0; i < 300; i++) {
            pool.submit(() -> 1).get();
        }
    }

    @Test
    void whatWaitsBehindALongTaskIsRunByWhoeverIsIdle() throws Exception {
        Path gate = directory.resolve("gate");
        String gateName = gate.toString();
        try (var pool = ProcessPool.builder().workers(2).build()) {
            learnThatTasksAreShort(pool);
            for (int round = 0; round < 5; round++) {
                List<TaskFuture<Integer>> futures = new ArrayList<>();
                for (int i = 0; i < 200; i++) {
                    int number = i;
                    futures.add(pool.submit(() -> number == 20 ? awaitFile(gateName) : number));
                }
                for (int i = 0; i < 200; i++) {
                    if (i != 20) {
                        assertEquals(i, futures.get(i).get());
                    }
                }
                assertFalse(futures.get(20).isDone());
                Files.createFile(gate);
                assertEquals(20, futures.get(20).get());
                Files.delete(gate);
            }
        }
    }

    private static int awaitFile(String name) throws InterruptedException {
        while (!Files.exists(Path.of(name))) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return 20;
    }

    @Test
    void aTaskThatIsCancelledBehindALongOneDoesNotCostItsWorker() throws Exception {
        Path gate = directory.resolve("gate");
        String gateName = gate.toString();
        try (var pool = ProcessPool.builder()
                .workers(1)
                .cancelGrace(Duration.ofMillis(20))
                .build()) {
            learnThatTasksAreShort(pool);
            List<TaskFuture<Integer>> shorts = new ArrayList<>();
            TaskFuture<Integer> longOne = null;
            for (int i = 0; i < 100; i++) {
                int number = i;
                TaskFuture<Integer> future = pool.submit(() -> number == 20 ? awaitFile(gateName) : number);
                if (i == 20) {
                    longOne = future;
                } else if (i > 20) {
                    shorts.add(future);
                }
            }
            shorts.forEach(future -> future.cancel(true));
            // Long after the grace of all of them.
            assertEquals(
                    "time",
                    pool.submit(() -> "time")
                            .completeOnTimeout("time", 300, TimeUnit.MILLISECONDS)
                            .get());
            assertFalse(longOne.isDone());
            Files.createFile(gate);
            assertEquals(20, longOne.get());
        }
    }

    // ---- who waits reads

    /** Says in which thread it was decoded. */
    private static final class Decoded implements Serializable {
        private static final long serialVersionUID = 1L;

        private transient Thread thread;

        private void readObject(java.io.ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            thread = Thread.currentThread();
        }
    }

    @Test
    void whoWaitsInTimeDecodesTheResultHimself() throws Exception {
        try (var pool =
                ProcessPool.builder().workers(1).spinNanos(LONG_SPIN_NANOS).build()) {
            pool.awaitFirstWorker();
            pool.submit(() -> 1).get();
            // Not each time: an answer may come before anybody waits for it.
            int byWhoWaits = 0;
            for (int i = 0; i < 200; i++) {
                List<Decoded> decoded = List.of(
                        pool.submit(() -> new Decoded()).get(),
                        pool.submit(() -> new Decoded()).join(),
                        pool.submit(() -> new Decoded()).get(1, TimeUnit.MINUTES));
                byWhoWaits += (int) decoded.stream()
                        .filter(each -> each.thread == Thread.currentThread())
                        .count();
            }
            assertTrue(byWhoWaits > 0, "a completion thread has decoded all of them");
        }
    }

    @Test
    void whereNoCoreIsFreeACompletionThreadDoes() throws Exception {
        try (var pool = ProcessPool.builder().workers(1).spinNanos(0).build()) {
            for (int i = 0; i < 50; i++) {
                String name = pool.submit(() -> new Decoded()).get().thread.getName();
                assertTrue(name.contains("completion"), name);
            }
        }
    }

    @Test
    void whatManyThreadsWaitForComesToEachOfThem() throws Exception {
        try (var pool = ProcessPool.builder()
                .workers(2)
                .spinNanos(TimeUnit.MICROSECONDS.toNanos(50))
                .build()) {
            List<Thread> threads = new ArrayList<>();
            List<Throwable> failures = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                var thread = new Thread(() -> {
                    try {
                        for (int i = 0; i < 500; i++) {
                            int number = i;
                            assertEquals(number, pool.submit(() -> number).get());
                        }
                    } catch (Throwable e) {
                        synchronized (failures) {
                            failures.add(e);
                        }
                    }
                });
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(List.of(), failures);
        }
    }

    @Test
    void aWorkerThatDiesWhileSomebodyReadsItIsReported() throws Exception {
        try (var pool =
                ProcessPool.builder().workers(1).spinNanos(LONG_SPIN_NANOS).build()) {
            for (int i = 0; i < 5; i++) {
                assertEquals(1, pool.submit(() -> 1).get());
                var failure = assertThrows(
                        ExecutionException.class,
                        () -> pool.submit(() -> crash()).get());
                assertInstanceOf(WorkerCrashedException.class, failure.getCause());
            }
        }
    }

    // ---- what lies in the cache directory

    @Test
    void aPoolOutlivesItsCacheDirectory() throws Exception {
        Path cache = Files.createDirectory(directory.resolve("cache"));
        try (var pool = ProcessPool.builder().workers(1).cacheDirectory(cache).build()) {
            assertEquals(1, pool.submit(() -> 1).get());
            try (Stream<Path> all = Files.walk(cache)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    if (!each.equals(cache)) {
                        Files.deleteIfExists(each);
                    }
                }
            } catch (IOException | UncheckedIOException e) {
                // The process that makes an archive may add a file in between.
            }
            assertThrows(
                    ExecutionException.class, () -> pool.submit(() -> crash()).get());
            assertEquals(2, pool.submit(() -> 2).get());
        }
    }

    // ---- chunks of a map

    @Test
    void shortElementsTravelTogetherWhereThePoolChooses() {
        try (var pool = ProcessPool.create(2)) {
            Set<Long> chunks = new HashSet<>();
            int count = 50_000;
            List<Integer> inputs = IntStream.range(0, count).boxed().toList();
            List<Integer> results = pool.map(i -> i + 1, inputs).toList();
            assertEquals(IntStream.rangeClosed(1, count).boxed().toList(), results);

            pool.map(i -> TaskContext.current().taskId(), inputs).forEach(chunks::add);
            assertTrue(chunks.size() < count / 4, () -> chunks.size() + " chunks");
        }
    }

    @Test
    void elementsThatAreTimedOrTriedAgainTravelAlone() {
        for (var builder : List.of(
                ProcessPool.builder().taskTimeout(Duration.ofMinutes(1)),
                ProcessPool.builder().retries(1))) {
            try (var pool = builder.workers(1).build()) {
                List<Integer> inputs = IntStream.range(0, 300).boxed().toList();
                assertEquals(
                        300,
                        pool.map(i -> TaskContext.current().taskId(), inputs)
                                .distinct()
                                .count());
            }
        }
    }
}
