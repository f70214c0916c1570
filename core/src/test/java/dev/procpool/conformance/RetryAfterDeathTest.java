package dev.procpool.conformance;

import static dev.procpool.conformance.Capability.HAS_SETTINGS;
import static dev.procpool.conformance.Capability.SURVIVES_A_CRASH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.TaskFuture;
import dev.procpool.TaskOptions;
import dev.procpool.WorkerCrashedException;
import dev.procpool.task.TaskContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An attempt whose worker died is followed by another, and nobody else pays for it. */
@OnEveryBackend(that = {HAS_SETTINGS, SURVIVES_A_CRASH})
final class RetryAfterDeathTest extends SharesAPool {

    private static final int EXIT_CODE = 9;

    RetryAfterDeathTest() {
        super(backend -> backend.open(1));
    }

    @Test
    void theTaskKnowsWhichAttemptItIsAndSoDoesItsFuture() throws Exception {
        TaskFuture<Integer> future = pool.submit(() -> dieBefore(3), TaskOptions.retries(2));
        assertEquals(3, future.get());
        assertEquals(3, future.attempts());
    }

    private static int dieBefore(int last) {
        int attempt = TaskContext.current().attempt();
        return attempt < last ? Tasks.halt(EXIT_CODE) : attempt;
    }

    @Test
    void anExceptionAfterADeathIsAnAnswer() {
        TaskFuture<Integer> future = pool.submit(() -> Tasks.fail("attempt " + dieBefore(2)), TaskOptions.retries(5));
        var failure = assertThrows(ExecutionException.class, future::get);
        assertEquals("attempt 2", failure.getCause().getMessage());
        assertEquals(2, future.attempts());
    }

    @Test
    void theExceptionOfTheLastAttemptListsThemAllAndHasTheOthersSuppressed() {
        TaskFuture<Integer> future = pool.submit(() -> Tasks.halt(EXIT_CODE), TaskOptions.retries(1));
        var failure = assertThrows(ExecutionException.class, future::get);
        var last = assertInstanceOf(WorkerCrashedException.class, failure.getCause());
        assertTrue(last.getMessage().contains("All 2 attempts were lost:"), last.getMessage());
        assertTrue(last.getMessage().contains("attempt 1: worker "), last.getMessage());
        assertTrue(last.getMessage().contains("attempt 2: worker "), last.getMessage());
        assertEquals(1, last.getSuppressed().length);
        var first = assertInstanceOf(WorkerCrashedException.class, last.getSuppressed()[0]);
        assertEquals(EXIT_CODE, first.exitCode());
        assertNotEquals(first.pid(), last.pid());
        assertEquals(2, future.attempts());
    }

    @Test
    void tasksThatWaitBehindAKillerSucceedAndAreNotBlamed(@TempDir Path directory) throws Exception {
        var goOn = Signal.in(directory, "leave to kill");
        TaskFuture<Integer> killer = pool.submit(
                () -> {
                    goOn.await();
                    return Tasks.halt(EXIT_CODE);
                },
                TaskOptions.retries(2));
        List<TaskFuture<Integer>> behind = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            int number = i;
            behind.add(pool.submit(() -> number));
        }
        goOn.raise();
        for (int i = 0; i < 10; i++) {
            assertEquals(i, behind.get(i).get());
            assertEquals(1, behind.get(i).attempts());
        }
        assertThrows(ExecutionException.class, killer::get);
        assertEquals(3, killer.attempts());
    }

    @Test
    void aTaskThatWaitsHasNoAttemptsYet(@TempDir Path directory) throws Exception {
        var started = Signal.in(directory, "the start of the first");
        var end = Signal.in(directory, "leave to end");
        TaskFuture<Integer> first = pool.submit(() -> Tasks.runUntil(started, end));
        TaskFuture<Integer> second = pool.submit(() -> 2);
        started.await();
        assertEquals(0, second.attempts());
        end.raise();
        assertEquals(2, second.get());
        assertEquals(1, second.attempts());
        assertEquals(1, first.attempts());
    }
}
