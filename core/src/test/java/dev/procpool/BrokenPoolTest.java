package dev.procpool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A pool whose workers cannot be started says so, in the child's own words, and soon. */
final class BrokenPoolTest {

    @ParameterizedTest
    @CsvSource({
        "-XX:NoSuchFlag, Unrecognized VM option 'NoSuchFlag'",
        "-Xmx1k, Too small maximum heap",
        "-javaagent:/nowhere/agent.jar, Error opening zip file or JAR manifest missing"
    })
    void saysWhatTheChildSaid(String option, String said) {
        try (var pool = ProcessPool.builder()
                .workers(2)
                .jvmArgs(option)
                .output(WorkerOutput.discard())
                .build()) {
            var failure = assertThrows(
                    ExecutionException.class, () -> pool.submit(() -> 1).get(30, TimeUnit.SECONDS));
            var broken = assertInstanceOf(PoolBrokenException.class, failure.getCause());
            assertTrue(broken.getMessage().contains(said), broken.getMessage());
            assertTrue(broken.getMessage().contains("exit code 1 before it was ready"), broken.getMessage());
            var refusal = assertThrows(PoolBrokenException.class, () -> pool.submit(() -> 2));
            assertEquals(broken.getMessage(), refusal.getMessage());
        }
    }

    private static ProcessPool broken() {
        return ProcessPool.builder()
                .workers(1)
                .jvmArgs("-XX:NoSuchFlag")
                .output(WorkerOutput.discard())
                .build();
    }

    @Test
    void eachFutureOfABrokenPoolHasAnExceptionOfItsOwn() {
        try (var pool = broken()) {
            // No worker can have failed yet three times, so that all of them are taken.
            List<TaskFuture<Integer>> futures = List.of(pool.submit(() -> 1), pool.submit(() -> 2));
            Set<Throwable> causes = Collections.newSetFromMap(new IdentityHashMap<>());
            for (TaskFuture<Integer> future : futures) {
                causes.add(assertThrows(ExecutionException.class, future::get).getCause());
            }
            assertEquals(2, causes.size());
        }
    }

    @Test
    void aNewPoolWorksWhereAnotherIsBroken() throws Exception {
        try (var pool = broken()) {
            assertThrows(ExecutionException.class, () -> pool.submit(() -> 1).get(30, TimeUnit.SECONDS));
            try (var next = ProcessPool.create(1)) {
                assertEquals(1, next.submit(() -> 1).get());
            }
        }
    }

    @Test
    void shutdownNowIsHarmlessOnABrokenPool() {
        try (var pool = broken()) {
            assertThrows(ExecutionException.class, () -> pool.submit(() -> 1).get(30, TimeUnit.SECONDS));
            assertEquals(List.of(), pool.shutdownNow());
        }
    }

    @Test
    void aClassPathWithoutTheTasksClassFailsTheTaskAndNamesTheClass() throws Exception {
        try (var pool = ProcessPool.builder()
                .workers(1)
                .classPath(Path.of("nowhere", "nothing.jar"))
                .build()) {
            var failure = assertThrows(
                    ExecutionException.class, () -> pool.submit(() -> 1).get(30, TimeUnit.SECONDS));
            var cause = assertInstanceOf(TaskSerializationException.class, failure.getCause());
            assertTrue(cause.getMessage().contains(BrokenPoolTest.class.getName()), cause.getMessage());
            assertTrue(cause.getMessage().contains("class path"), cause.getMessage());
        }
    }

    @Test
    void openFallsBackToTheSequentialPoolWhenNoWorkerCanBeStarted() throws Exception {
        try (var pool = BackendChoice.open(
                4, ProcessPool.builder().jvmArgs("-XX:NoSuchFlag").output(WorkerOutput.discard()))) {
            assertInstanceOf(SequentialPool.class, pool);
            assertEquals(1, pool.submit(() -> 1).get());
        }
    }

    @Test
    void openFallsBackToTheSequentialPoolOnOneCpu() {
        try (var pool = BackendChoice.open(1, ProcessPool.builder())) {
            assertInstanceOf(SequentialPool.class, pool);
        }
    }

    @Test
    void openGivesProcessesWhereThereAreTwoCpus() throws Exception {
        try (var pool = BackendChoice.open(2, ProcessPool.builder())) {
            assertInstanceOf(ProcessPool.class, pool);
            assertEquals(1, pool.submit(() -> 1).get());
        }
    }
}
