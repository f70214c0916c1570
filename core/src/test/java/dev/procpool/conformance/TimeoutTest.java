package dev.procpool.conformance;

import static dev.procpool.conformance.Capability.ENFORCES_TIMEOUTS;
import static dev.procpool.conformance.Capability.HAS_SETTINGS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.TaskFuture;
import dev.procpool.TaskOptions;
import dev.procpool.TaskTimeoutException;
import dev.procpool.testing.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** A task over its time fails, says where it was, and is stopped. */
@OnEveryBackend(that = {HAS_SETTINGS, ENFORCES_TIMEOUTS})
final class TimeoutTest extends SharesAPool {

    private static final Duration LIMIT = Duration.ofMillis(100);

    TimeoutTest() {
        super(backend -> backend.builder(1).taskTimeout(LIMIT).build());
    }

    private static TaskTimeoutException timeoutOf(TaskFuture<?> future) {
        var failure = assertThrows(ExecutionException.class, future::get);
        return assertInstanceOf(TaskTimeoutException.class, failure.getCause());
    }

    private static int hangHere() throws InterruptedException {
        return Tasks.sleepLong();
    }

    /** The stack is a courtesy: of a worker that gets no CPU for half a second it does not come. */
    private TaskTimeoutException timeoutWithStack() {
        // A worker that still loads this class when its time is up would have hung there.
        pool.broadcast(() -> sleep(1)).forEach(TaskFuture::join);
        for (int i = 0; i < 10; i++) {
            TaskTimeoutException timeout = timeoutOf(pool.submit(TimeoutTest::hangHere));
            if (!timeout.hungAt().isEmpty()) {
                return timeout;
            }
        }
        throw new AssertionError("ten timeouts, and no stack");
    }

    @Test
    void itsExceptionSaysHowLongItRanAndWhereItHung() {
        TaskTimeoutException timeout = timeoutWithStack();
        assertEquals(LIMIT, timeout.limit());
        assertTrue(timeout.ran().compareTo(LIMIT) >= 0, timeout.getMessage());
        assertTrue(timeout.getMessage().contains("limit=100 ms, ran="), timeout.getMessage());
        assertTrue(timeout.getMessage().contains("it hung at java."), timeout.getMessage());
        assertTrue(timeout.hungAt().toString().contains("TimeoutTest.hangHere"), timeout.hungAt()::toString);
        String stack = Tasks.stackOf(timeout);
        assertEquals(
                timeout.hungAt(),
                List.of(timeout.getStackTrace()).subList(0, timeout.hungAt().size()));
        assertTrue(stack.contains("procpool.submit(task "), stack);
        assertTrue(stack.contains("TimeoutTest.timeoutWithStack"), stack);
    }

    @Test
    void theTasksOwnLimitWinsOverThatOfThePool() throws Exception {
        long sleepNanos = 3 * LIMIT.toNanos();
        var patient = TaskOptions.timeout(Duration.ofDays(1));
        assertEquals(1, pool.submit(() -> sleep(sleepNanos), patient).get());
        assertEquals(
                Duration.ofMillis(10),
                timeoutOf(pool.submit(TimeoutTest::hangHere, TaskOptions.timeout(Duration.ofMillis(10))))
                        .limit());
    }

    private static int sleep(long nanos) {
        long startNanos = System.nanoTime();
        Await.until(() -> System.nanoTime() - startNanos > nanos, "the end of the sleep");
        return 1;
    }

    @Test
    void thatATaskHasBeenStoppedDoesNotHarmTheNext() throws Exception {
        for (int i = 0; i < 3; i++) {
            timeoutOf(pool.submit(TimeoutTest::hangHere));
            assertEquals(
                    1,
                    pool.submit(
                                    () -> Thread.currentThread().isInterrupted() ? 0 : 1,
                                    TaskOptions.timeout(Duration.ofDays(1)))
                            .get());
        }
    }

    @Test
    void whatItReturnsAfterItsInterruptIsTooLate() throws Exception {
        var late = pool.submit(() -> {
            try {
                return Tasks.sleepLong();
            } catch (InterruptedException e) {
                return 1;
            }
        });
        timeoutOf(late);
        assertEquals(
                2, pool.submit(() -> 2, TaskOptions.timeout(Duration.ofDays(1))).get());
        timeoutOf(late);
    }
}
