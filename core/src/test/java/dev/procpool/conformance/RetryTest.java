package dev.procpool.conformance;

import static dev.procpool.conformance.Capability.ENFORCES_TIMEOUTS;
import static dev.procpool.conformance.Capability.HAS_SETTINGS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.TaskOptions;
import dev.procpool.TaskTimeoutException;
import dev.procpool.task.TaskContext;
import dev.procpool.testing.Await;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** What is tried again, on every backend: an attempt that took too long, and nothing that gave an answer. */
@OnEveryBackend(that = {HAS_SETTINGS, ENFORCES_TIMEOUTS})
final class RetryTest extends SharesAPool {

    private static final Duration SHORT = Duration.ofMillis(50);

    RetryTest() {
        super(backend -> backend.builder(1).retries(3).build());
    }

    /** On a machine that stands still for a second the later attempts may time out, too. */
    @Test
    void anAttemptThatTookTooLongIsFollowedByAnother() throws Exception {
        var future = pool.submit(
                RetryTest::hangTheFirstTime,
                TaskOptions.timeout(Duration.ofSeconds(1)).withRetries(50));
        int attempt = future.get();
        assertTrue(attempt >= 2, "attempt " + attempt);
        assertEquals(attempt, future.attempts());
    }

    private static int hangTheFirstTime() throws InterruptedException {
        int attempt = TaskContext.current().attempt();
        return attempt == 1 ? Tasks.sleepLong() : attempt;
    }

    @Test
    void anExceptionIsAnAnswer() {
        var future =
                pool.submit(() -> Tasks.fail("attempt " + TaskContext.current().attempt()));
        var failure = assertThrows(ExecutionException.class, future::get);
        assertEquals("attempt 1", failure.getCause().getMessage());
        assertEquals(0, failure.getCause().getSuppressed().length);
        assertEquals(1, future.attempts());
    }

    @Test
    void theExceptionOfTheLastAttemptListsThemAll() {
        var future = pool.submit(Tasks::sleepLong, TaskOptions.timeout(SHORT).withRetries(2));
        var failure = assertThrows(ExecutionException.class, future::get);
        var last = assertInstanceOf(TaskTimeoutException.class, failure.getCause());
        assertTrue(last.getMessage().contains("All 3 attempts were lost:"), last.getMessage());
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertTrue(last.getMessage().contains("attempt " + attempt + ": timed out in worker"), last.getMessage());
        }
        assertEquals(2, last.getSuppressed().length);
        for (Throwable earlier : last.getSuppressed()) {
            assertInstanceOf(TaskTimeoutException.class, earlier);
        }
        assertEquals(3, future.attempts());
    }

    @Test
    void theTasksOwnNumberWinsOverThatOfThePool() {
        var once = pool.submit(Tasks::sleepLong, TaskOptions.timeout(SHORT).withRetries(0));
        var failure = assertThrows(ExecutionException.class, once::get);
        assertEquals(0, failure.getCause().getSuppressed().length);
        assertEquals(1, once.attempts());
        var asThePoolSays = pool.submit(Tasks::sleepLong, TaskOptions.timeout(SHORT));
        var failures = assertThrows(ExecutionException.class, asThePoolSays::get);
        assertEquals(3, failures.getCause().getSuppressed().length);
        assertEquals(4, asThePoolSays.attempts());
    }

    @Test
    void aCancelledTaskIsNotTriedAgain() throws Exception {
        var future = pool.submit(Tasks::sleepLong, TaskOptions.timeout(SHORT).withRetries(254));
        Await.until(() -> future.attempts() >= 2, "it is not tried again");
        assertTrue(future.cancel(true));
        assertThrows(CancellationException.class, future::get);
        assertEquals(1, pool.submit(() -> 1).get());
        int after = future.attempts();
        assertEquals(1, pool.submit(() -> 1).get());
        assertEquals(after, future.attempts());
    }
}
