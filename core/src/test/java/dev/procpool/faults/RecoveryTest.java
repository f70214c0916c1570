package dev.procpool.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.ProcessPool;
import dev.procpool.TaskFuture;
import dev.procpool.TaskOptions;
import dev.procpool.TaskTimeoutException;
import dev.procpool.WorkerCrashedException;
import dev.procpool.WorkerOutput;
import dev.procpool.testing.Await;
import dev.procpool.testing.Patience;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a pool does by itself so that a fault is not seen, or not again. */
final class RecoveryTest {

    private final Happenings happenings = new Happenings();

    private ProcessPool.Builder pool() {
        return ProcessPool.builder()
                .workers(1)
                .name("recovery")
                .jvmArgs("-Xmx64m")
                .output(WorkerOutput.discard())
                .listener(happenings);
    }

    @Test
    void aTaskWithARetryOutlivesItsFirstWorker() throws Exception {
        try (var pool = pool().build()) {
            TaskFuture<?> task = pool.submit(Deed.HALT_ONCE.task(7), TaskOptions.retries(1));
            assertEquals(7L, get(task));
            assertEquals(2, task.attempts());
        }
    }

    @Test
    void aTaskThatHasUsedUpItsAttemptsFailsWithAllOfThem() {
        try (var pool = pool().build()) {
            TaskFuture<?> task = pool.submit(Deed.HALT.task(7), TaskOptions.retries(2));
            var crash = assertInstanceOf(WorkerCrashedException.class, failureOf(task));
            assertEquals(Strike.HALT_CODE, crash.exitCode());
            assertTrue(crash.getMessage().contains("All 3 attempts were lost"), crash.getMessage());
            assertEquals(2, crash.getSuppressed().length);
            assertEquals(3, task.attempts());
        }
    }

    @Test
    void anAttemptThatTimesOutIsMadeAgainToo() {
        try (var pool = pool().cancelGrace(Duration.ofMillis(100)).build()) {
            TaskFuture<?> task = pool.submit(
                    Deed.LOOP.task(7),
                    TaskOptions.timeout(Duration.ofMillis(200)).withRetries(1));
            var timeout = assertInstanceOf(TaskTimeoutException.class, failureOf(task));
            assertInstanceOf(TaskTimeoutException.class, timeout.getSuppressed()[0]);
            assertEquals(2, task.attempts());
        }
    }

    @Test
    void anExceptionIsAnAnswerAndNotTriedAgain() {
        try (var pool = pool().build()) {
            TaskFuture<?> task = pool.submit(Deed.THROW.task(7), TaskOptions.retries(3));
            assertInstanceOf(Deed.Thrown.class, failureOf(task));
            assertEquals(1, task.attempts());
        }
    }

    @Test
    void aWorkerIsReplacedAfterSoManyTasksAndNoneIsLost() throws Exception {
        try (var pool = pool().maxTasksPerWorker(3).build()) {
            long first = get(pool.submit(() -> ProcessHandle.current().pid()));
            for (int i = 0; i < 2; i++) {
                assertEquals(
                        first, get(pool.submit(() -> ProcessHandle.current().pid())));
            }
            assertNotEquals(first, get(pool.submit(() -> ProcessHandle.current().pid())));
            Await.until(
                    () -> happenings.ends.size() == 1 && happenings.ends.get(0).contains("exit code 0"),
                    Patience.surely(),
                    happenings.ends::toString);
        }
    }

    @Test
    void anIdleWorkerEndsAndTheNextTaskStartsAnother() throws Exception {
        try (var pool = pool().idleTimeout(Duration.ofMillis(50)).build()) {
            long first = get(pool.submit(() -> ProcessHandle.current().pid()));
            Await.until(() -> happenings.ends.size() == 1, "the idle worker has not ended");
            assertNotEquals(first, get(pool.submit(() -> ProcessHandle.current().pid())));
        }
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.get(2 * Patience.surely().toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Throwable failureOf(Future<?> future) {
        return assertThrows(ExecutionException.class, () -> get(future)).getCause();
    }
}
