package dev.procpool.internal.pool;

import static dev.procpool.internal.pool.Given.NOTHING;
import static dev.procpool.internal.pool.Given.NOW;
import static dev.procpool.internal.pool.Given.death;
import static dev.procpool.internal.pool.Given.failed;
import static dev.procpool.internal.pool.Given.poolOf;
import static dev.procpool.internal.pool.Given.poolRunning;
import static dev.procpool.internal.pool.Given.retainedValue;
import static dev.procpool.internal.pool.Given.task;
import static dev.procpool.internal.pool.Given.value;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procpool.internal.pool.Effect.ArmTimeout;
import dev.procpool.internal.pool.Effect.Complete;
import dev.procpool.internal.pool.Effect.Forget;
import dev.procpool.internal.pool.Effect.Interrupt;
import dev.procpool.internal.pool.Effect.Launch;
import dev.procpool.internal.pool.Effect.Release;
import dev.procpool.internal.pool.Effect.SendTask;
import dev.procpool.internal.pool.Effect.ShowStack;
import dev.procpool.internal.pool.Effect.Terminate;
import dev.procpool.internal.worker.Answer;
import dev.procpool.testing.Patience;
import dev.procpool.wire.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** What a cancel does to a task, wherever that is, and to its worker. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class CancellationTest {

    private final PendingTask first = task(1);
    private final PendingTask second = task(2);
    private final PendingTask third = task(3);

    @Test
    void aTaskThatWaitsIsNeverSent() {
        PoolState pool = poolRunning(first);
        pool.submitted(second);
        pool.submitted(third);

        assertEquals(NOTHING, pool.cancelled(second, true));
        Answer answer = value();
        assertEquals(List.of(new Complete(1, first, answer), new SendTask(1, third, 1)), pool.answered(1, 1, answer));
    }

    @Test
    void aTaskThatRunsIsInterrupted() {
        PoolState pool = poolRunning(first);

        assertEquals(List.of(new Interrupt(1, first, 1)), pool.cancelled(first, true));
        assertEquals(AttemptState.ABANDONED, first.attempt().state());
    }

    @Test
    void aTaskOnItsWayIsInterruptedToo() {
        PoolState pool = poolOf(1);
        pool.submitted(first);

        assertEquals(List.of(new Interrupt(1, first, 1)), pool.cancelled(first, true));
    }

    @Test
    void aTaskThatEndsInItsGraceLeavesItsWorkerAlone() {
        PoolState pool = poolRunning(first);
        pool.cancelled(first, true);

        assertEquals(NOTHING, pool.answered(1, 1, failed(Failure.Kind.THREW)));
        assertEquals(NOTHING, pool.graceExpired(1, first, 1));
        assertEquals(List.of(new SendTask(1, second, 1)), pool.submitted(second));
    }

    @Test
    void aTaskThatOutlivesItsGraceLosesItsWorkerAndAReplacementStarts() {
        PoolState pool = poolRunning(first);
        pool.cancelled(first, true);

        assertEquals(
                List.of(new ShowStack(1, first, 1), new Terminate(1), new Launch(2)), pool.graceExpired(1, first, 1));
        assertEquals(NOTHING, pool.graceExpired(1, first, 1));
        assertEquals(NOTHING, pool.workerDied(1, death(1)));
        assertEquals(TaskState.DONE, first.state());
    }

    @Test
    void theGraceOfOneTaskDoesNotHarmTheNext() {
        PoolState pool = poolRunning(first);
        pool.cancelled(first, true);
        pool.answered(1, 1, failed(Failure.Kind.CANCELLED));
        pool.submitted(second);

        assertEquals(NOTHING, pool.graceExpired(1, first, 1));
    }

    @Test
    void withoutInterruptTheTaskRunsOnAndItsAnswerIsDropped() {
        PoolState pool = poolRunning(first);

        assertEquals(NOTHING, pool.cancelled(first, false));
        assertEquals(NOTHING, pool.answered(1, 1, value()));
        assertEquals(List.of(new SendTask(1, second, 1)), pool.submitted(second));
    }

    @Test
    void aCancelWithInterruptAfterOneWithoutInterruptsIt() {
        PoolState pool = poolRunning(first);
        pool.cancelled(first, false);

        assertEquals(List.of(new Interrupt(1, first, 1)), pool.cancelled(first, true));
        assertEquals(NOTHING, pool.cancelled(first, true));
    }

    @Test
    void aDroppedAnswerIsNotKeptInTheWorker() {
        PoolState pool = poolRunning(first);
        pool.cancelled(first, false);

        assertEquals(List.of(new Release(1, 1)), pool.answered(1, 1, retainedValue()));
    }

    @Test
    void aTaskThatIsOverCannotBeCancelledAnyMore() {
        PoolState pool = poolRunning(first);
        pool.answered(1, 1, value());

        assertEquals(NOTHING, pool.cancelled(first, true));
    }

    @Test
    void aSecondCancelChangesNothing() {
        PoolState pool = poolRunning(first);
        pool.cancelled(first, true);

        assertEquals(NOTHING, pool.cancelled(first, true));
    }

    @Test
    void withoutInterruptATaskOnItsWayIsForgotten() {
        PoolState pool = poolOf(1);
        pool.submitted(first);

        assertEquals(List.of(new Forget(1, first, 1)), pool.cancelled(first, false));
        assertEquals(NOTHING, pool.answered(1, 1, failed(Failure.Kind.CANCELLED)));
        assertEquals(List.of(new SendTask(1, second, 1)), pool.submitted(second));
    }

    @Test
    void aTaskToBeForgottenThatHadBegunJustBeforeKeepsToItsLimit() {
        PendingTask limited = task(1, 500);
        PoolState pool = poolOf(1);
        pool.submitted(limited);
        pool.cancelled(limited, false);

        assertEquals(List.of(new ArmTimeout(limited, 1)), pool.taskStarted(1, 1, NOW));
        assertEquals(0, limited.attempts());
        assertEquals(List.of(new Interrupt(1, limited, 1)), pool.timeoutExpired(limited, 1, NOW + 500));
    }

    @Test
    void aWorkerThatDiesWithATaskToBeForgottenCostsNothing() {
        PoolState pool = poolOf(1);
        pool.submitted(first);
        pool.cancelled(first, false);

        assertEquals(List.of(new Launch(2)), pool.workerDied(1, death(1)));
        assertEquals(NOTHING, pool.workerGreeted(2, false));
    }
}
