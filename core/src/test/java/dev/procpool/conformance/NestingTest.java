package dev.procpool.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.ProcessPool;
import dev.procpool.TaskPool;
import dev.procpool.ThreadPool;
import dev.procpool.testing.Await;
import dev.procpool.testing.Patience;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pools in workers. */
@Timeout(Patience.TEST_SECONDS)
final class NestingTest {

    private static final String TWO_DEEP = "-Dprocpool.maxDepth=2";

    /** In the worker; kept so that nobody thinks it forgotten. */
    private static ProcessPool inner;

    @Test
    @Behaviour(59)
    void whoAsksForTheBestPoolGetsTheSequentialOneInAWorker() throws Exception {
        try (var pool = ProcessPool.create(1)) {
            assertEquals(
                    "SequentialPool 42", pool.submit(NestingTest::askForTheBest).get());
        }
    }

    private static String askForTheBest() throws Exception {
        try (var pool = TaskPool.open()) {
            return pool.getClass().getSimpleName() + " " + pool.submit(() -> 42).get();
        }
    }

    @Test
    @Behaviour(59)
    void processesOfAWorkerAreRefusedWithTheDepth() {
        try (var pool = ProcessPool.create(1)) {
            assertRefused(1, 1, assertThrows(ExecutionException.class, pool.submit(NestingTest::nestedPid)::get));
        }
    }

    private static void assertRefused(int depth, int maxDepth, ExecutionException failure) {
        var refused = assertInstanceOf(IllegalStateException.class, failure.getCause());
        String expected = "a worker may not start a ProcessPool of its own: depth=" + depth + ", procpool.maxDepth="
                + maxDepth + ". ";
        assertTrue(refused.getMessage().startsWith(expected), refused.getMessage());
    }

    private static long nestedPid() throws Exception {
        try (var nested = ProcessPool.create(1)) {
            return nested.submit(() -> ProcessHandle.current().pid()).get();
        }
    }

    @Test
    void threadsOfAWorkerAreNot() throws Exception {
        try (var pool = ProcessPool.create(1)) {
            assertEquals(3, pool.submit(NestingTest::nestedSum).get());
        }
    }

    private static int nestedSum() {
        try (var nested = ThreadPool.create(2)) {
            return nested.submit(() -> 1).join() + nested.submit(() -> 2).join();
        }
    }

    @Test
    @Behaviour(59)
    void processesOfAWorkerWorkWhereTheyAreAllowedAndNotOneDeeper() throws Exception {
        try (var pool = ProcessPool.builder().workers(1).jvmArgs(TWO_DEEP).build()) {
            long own = pool.submit(() -> ProcessHandle.current().pid()).get();
            assertNotEquals(own, pool.submit(NestingTest::nestedPid).get());
            assertRefused(2, 2, assertThrows(ExecutionException.class, pool.submit(NestingTest::twiceNested)::get));
        }
    }

    private static long twiceNested() throws Exception {
        try (var nested = ProcessPool.create(1)) {
            return nested.submit(NestingTest::nestedPid).get();
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        }
    }

    @Test
    @Behaviour(59)
    void oneThatATaskLeavesOpenEndsWithThePoolAroundIt() throws Exception {
        long nested;
        try (var pool = ProcessPool.builder().workers(1).jvmArgs(TWO_DEEP).build()) {
            nested = pool.submit(NestingTest::leaveOpen).get();
            assertTrue(ProcessHandle.of(nested).isPresent());
        }
        Await.until(() -> ProcessHandle.of(nested).isEmpty(), "the worker of the worker is still there");
    }

    private static long leaveOpen() throws Exception {
        inner = ProcessPool.create(1);
        return inner.submit(() -> ProcessHandle.current().pid()).get();
    }

    /** Also where the nested one has something to do that does not end. */
    @Test
    @Behaviour({56, 59})
    void shutdownNowReachesTheWorkersOfWorkers() throws Exception {
        long nested;
        try (var pool = ProcessPool.builder().workers(1).jvmArgs(TWO_DEEP).build()) {
            nested = pool.submit(NestingTest::leaveBusy).get();
            pool.submit(Tasks::sleepLong);
            pool.shutdownNow();
        }
        Await.until(() -> ProcessHandle.of(nested).isEmpty(), "the worker of the worker is still there");
    }

    private static long leaveBusy() throws Exception {
        long pid = leaveOpen();
        inner.submit(Tasks::sleepLong);
        return pid;
    }
}
