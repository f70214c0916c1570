package dev.procpool.internal.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

final class TaskFailuresTest {

    private final TaskFailures failures = new TaskFailures("test");

    @Test
    void anExceptionThatTasksThrowAgainAndAgainDoesNotGrow() {
        var thrown = new IllegalStateException();
        failures.thrown(Given.task(1), thrown);
        int once = thrown.getStackTrace().length;

        failures.thrown(Given.task(2), thrown);
        assertEquals(once, thrown.getStackTrace().length);
    }

    @Test
    void whereATaskWasRefusedByAnotherPoolIsKept() {
        var refused = new RejectedExecutionException();
        var within = new StackTraceElement("dev.procpool.internal.pool.Dispatcher", "submit", "Dispatcher.java", 1);
        var task = new StackTraceElement("a.Task", "call", "Task.java", 2);
        refused.setStackTrace(new StackTraceElement[] {within, task});

        failures.thrown(Given.task(1), refused);
        assertEquals(within, refused.getStackTrace()[0]);
        assertEquals(task, refused.getStackTrace()[1]);
    }
}
