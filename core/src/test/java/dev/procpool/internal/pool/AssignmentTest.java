package dev.procpool.internal.pool;

import static dev.procpool.internal.pool.Given.NOTHING;
import static dev.procpool.internal.pool.Given.NOW;
import static dev.procpool.internal.pool.Given.death;
import static dev.procpool.internal.pool.Given.failed;
import static dev.procpool.internal.pool.Given.poolOf;
import static dev.procpool.internal.pool.Given.poolRunning;
import static dev.procpool.internal.pool.Given.task;
import static dev.procpool.internal.pool.Given.value;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procpool.internal.pool.Effect.Complete;
import dev.procpool.internal.pool.Effect.Launch;
import dev.procpool.internal.pool.Effect.SendTask;
import dev.procpool.internal.worker.Answer;
import dev.procpool.testing.Patience;
import dev.procpool.wire.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Who gets a task, and when. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class AssignmentTest {

    private final PendingTask first = task(1);
    private final PendingTask second = task(2);
    private final PendingTask third = task(3);

    @Test
    void aPoolOpensWithAllItsWorkers() {
        assertEquals(
                List.of(new Launch(1), new Launch(2), new Launch(3)),
                PoolShape.of(3).closed().opened());
    }

    @Test
    void aTaskWaitsUntilAWorkerIsReady() {
        var pool = PoolShape.of(1).closed();
        pool.opened();

        assertEquals(NOTHING, pool.submitted(first));
        assertEquals(List.of(new SendTask(1, first, 1)), pool.workerGreeted(1, false));
        assertEquals(AttemptState.SENT, first.attempt().state());
    }

    @Test
    void aTaskGoesAtOnceToAWorkerThatWaits() {
        assertEquals(List.of(new SendTask(1, first, 1)), poolOf(1).submitted(first));
    }

    @Test
    void aWorkerHasOneTaskAtATime() {
        PoolState pool = poolOf(2);

        pool.submitted(first);
        assertEquals(List.of(new SendTask(1, second, 1)), pool.submitted(second));
        assertEquals(NOTHING, pool.submitted(third));
    }

    @Test
    void tasksAreSentInTheOrderOfTheirSubmission() {
        PoolState pool = poolRunning(first);
        pool.submitted(second);
        pool.submitted(third);
        Answer answer = value();

        assertEquals(List.of(new Complete(1, first, answer), new SendTask(1, second, 1)), pool.answered(1, 1, answer));
        assertEquals(List.of(new Complete(1, second, answer), new SendTask(1, third, 1)), pool.answered(1, 2, answer));
    }

    @Test
    void theWorkerThatWorkedLastIsAskedFirst() {
        PoolState pool = poolOf(3);
        pool.submitted(first);
        pool.submitted(second);
        pool.answered(3, 1, value());
        pool.answered(2, 2, value());

        assertEquals(List.of(new SendTask(2, third, 1)), pool.submitted(third));
    }

    @Test
    void aFailureOfTheTaskCompletesItAsAValueDoes() {
        PoolState pool = poolRunning(first);
        Answer answer = failed(Failure.Kind.THREW);

        assertEquals(List.of(new Complete(1, first, answer)), pool.answered(1, 1, answer));
        assertEquals(TaskState.DONE, first.state());
    }

    @Test
    void anAnswerToATaskTheWorkerDoesNotHaveIsIgnored() {
        PoolState pool = poolRunning(first);

        assertEquals(NOTHING, pool.answered(1, 99, value()));
        assertEquals(NOTHING, pool.taskStarted(1, 99, NOW));
        assertEquals(NOTHING, pool.taskUndecodable(1, 99));
    }

    @Test
    void theStatusLineCountsWorkersAndTasks() {
        PoolState pool = poolOf(3);
        pool.submitted(first);
        pool.answered(3, 1, value());
        for (long id = 10; id < 15; id++) {
            pool.submitted(task(id));
        }
        pool.workerDied(1, death(1));

        assertEquals("RUNNING, workers=3 of 3, busy=2, queued=3, completed=1", pool.toString());
    }
}
