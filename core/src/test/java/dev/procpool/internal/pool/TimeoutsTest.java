package dev.procpool.internal.pool;

import static dev.procpool.internal.pool.Given.NOTHING;
import static dev.procpool.internal.pool.Given.NOW;
import static dev.procpool.internal.pool.Given.STACK;
import static dev.procpool.internal.pool.Given.death;
import static dev.procpool.internal.pool.Given.poolOf;
import static dev.procpool.internal.pool.Given.poolRunning;
import static dev.procpool.internal.pool.Given.task;
import static dev.procpool.internal.pool.Given.timedOut;
import static dev.procpool.internal.pool.Given.value;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procpool.internal.pool.Effect.ArmTimeout;
import dev.procpool.internal.pool.Effect.Cancel;
import dev.procpool.internal.pool.Effect.Fail;
import dev.procpool.internal.pool.Effect.Interrupt;
import dev.procpool.internal.pool.Effect.InterruptOverLimit;
import dev.procpool.internal.pool.Effect.Kill;
import dev.procpool.internal.pool.Effect.Launch;
import dev.procpool.internal.pool.Effect.ReportStack;
import dev.procpool.internal.pool.Effect.SendTask;
import dev.procpool.internal.pool.Effect.ShowStack;
import dev.procpool.internal.pool.Effect.Stop;
import dev.procpool.internal.pool.Effect.Terminate;
import dev.procpool.testing.Patience;
import dev.procpool.wire.TaskStack;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** A task over its time is interrupted where it hangs, and fails when that is known. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class TimeoutsTest {

    private final PendingTask first = task(1);

    private final PendingTask limited = task(1, 500);
    private final PendingTask second = task(2);

    @Test
    void aTimeoutRunsFromTheStart() {
        PoolState pool = poolOf(1);
        assertEquals(List.of(new SendTask(1, limited, 1)), pool.submitted(limited));

        assertEquals(List.of(new ArmTimeout(limited, 1)), pool.taskStarted(1, 1, NOW));
        assertEquals(NOW, limited.attempt().startedAtNanos());
    }

    @Test
    void theLimitHoldsForATaskThatWasCancelledWithoutInterrupt() {
        PoolState pool = poolRunning(limited);
        pool.cancelled(limited, false);

        assertEquals(List.of(new Interrupt(1, limited, 1)), pool.timeoutExpired(limited, 1, NOW + 500));
    }

    @Test
    void aTaskWithoutATimeoutArmsNone() {
        PoolState pool = poolOf(1);
        pool.submitted(first);

        assertEquals(NOTHING, pool.taskStarted(1, 1, NOW));
    }

    @Test
    void aTaskOverItsTimeFailsAndIsInterrupted() {
        PoolState pool = poolRunning(limited);

        assertEquals(List.of(new InterruptOverLimit(1, limited, 1)), pool.timeoutExpired(limited, 1, NOW + 501));
        assertEquals(List.of(new Fail(limited, timedOut(1, 1, limited, 501, STACK))), pool.stackTaken(1, 1, STACK));
        assertEquals(
                List.of(new ShowStack(1, limited, 1), new Terminate(1), new Launch(2)),
                pool.graceExpired(1, limited, 1));
    }

    @Test
    void aTimeoutThatMissesItsTaskDoesNothing() {
        PoolState pool = poolRunning(limited);
        pool.answered(1, 1, value());

        assertEquals(NOTHING, pool.timeoutExpired(limited, 1, NOW + 501));
    }

    @Test
    void aTimeoutAfterACancelDoesNothing() {
        PoolState pool = poolRunning(limited);
        pool.cancelled(limited, true);

        assertEquals(NOTHING, pool.timeoutExpired(limited, 1, NOW + 501));
    }

    @Test
    void aTimeoutDoesNotHitATaskThatIsBeingSentAgain() {
        PoolState pool = poolRunning(limited);
        pool.taskUndecodable(1, 1);

        assertEquals(NOTHING, pool.timeoutExpired(limited, 1, NOW + 501));
        assertEquals(List.of(new ArmTimeout(limited, 1)), pool.taskStarted(1, 1, NOW + 600));
    }

    @Test
    void aTimerOfAnEarlierStartDoesNothing() {
        PoolState pool = poolRunning(limited);
        pool.taskUndecodable(1, 1);
        pool.taskStarted(1, 1, NOW + 400);

        assertEquals(NOTHING, pool.timeoutExpired(limited, 1, NOW + 500));
        assertEquals(List.of(new InterruptOverLimit(1, limited, 1)), pool.timeoutExpired(limited, 1, NOW + 900));
    }

    @Test
    void aWorkerThatDoesNotSayInTimeWhereItsTaskHangsIsNotWaitedFor() {
        PoolState pool = poolRunning(limited);
        pool.timeoutExpired(limited, 1, NOW + 501);

        assertEquals(
                List.of(new Fail(limited, timedOut(1, 1, limited, 501, TaskStack.EMPTY))),
                pool.stackLimitExpired(1, 1, 1));
        assertEquals(NOTHING, pool.stackTaken(1, 1, STACK));
        assertEquals(NOTHING, pool.stackLimitExpired(1, 1, 1));
    }

    @Test
    void aWorkerThatDiesBeforeItHasSaidWhereItsTaskHangsFailsItByItsTimeout() {
        PoolState pool = poolRunning(limited);
        pool.timeoutExpired(limited, 1, NOW + 501);

        assertEquals(
                List.of(new Fail(limited, timedOut(1, 1, limited, 501, TaskStack.EMPTY)), new Launch(2)),
                pool.workerDied(1, death(1)));
        assertEquals(NOTHING, pool.stackLimitExpired(1, 1, 1));
    }

    @Test
    void anAnswerThatComesAfterTheLimitIsTooLateEvenIfItComesBeforeTheStack() {
        PoolState pool = poolRunning(limited);
        pool.timeoutExpired(limited, 1, NOW + 501);

        assertEquals(NOTHING, pool.answered(1, 1, value()));
        assertEquals(TaskState.HELD, limited.state());
        assertEquals(List.of(new SendTask(1, second, 1)), pool.submitted(second));
        assertEquals(
                List.of(new Fail(limited, timedOut(1, 1, limited, 501, TaskStack.EMPTY))),
                pool.stackTaken(1, 1, TaskStack.EMPTY));
        assertEquals(NOTHING, pool.graceExpired(1, limited, 1));
    }

    @Test
    void aTaskThatIsCancelledWhileItsStackIsAwaitedIsOver() {
        PoolState pool = poolRunning(limited);
        pool.timeoutExpired(limited, 1, NOW + 501);

        assertEquals(NOTHING, pool.cancelled(limited, true));
        assertEquals(TaskState.DONE, limited.state());
        assertEquals(NOTHING, pool.stackTaken(1, 1, STACK));
    }

    @Test
    void aShutdownWaitsForTheStack() {
        PoolState pool = poolRunning(limited);
        pool.timeoutExpired(limited, 1, NOW + 501);
        pool.shutdown();
        assertEquals(NOTHING, pool.answered(1, 1, value()));

        assertEquals(
                List.of(new Fail(limited, timedOut(1, 1, limited, 501, STACK)), new Stop(1)),
                pool.stackTaken(1, 1, STACK));
    }

    @Test
    void aShutdownNowDoesNotWaitForTheStack() {
        PoolState pool = poolRunning(limited);
        pool.timeoutExpired(limited, 1, NOW + 501);

        assertEquals(List.of(new Cancel(List.of(limited))), pool.shutdownNow(new ArrayList<>()));
        assertEquals(NOTHING, pool.stackTaken(1, 1, STACK));
    }

    @Test
    void aTaskThatDoesNotHeedItsInterruptCostsItsWorkerStepByStep() {
        PoolState pool = poolRunning(limited);
        pool.timeoutExpired(limited, 1, NOW + 501);
        pool.stackTaken(1, 1, STACK);

        assertEquals(
                List.of(new ShowStack(1, limited, 1), new Terminate(1), new Launch(2)),
                pool.graceExpired(1, limited, 1));
        assertEquals(List.of(new ReportStack(1, 1, STACK)), pool.stackTaken(1, 1, STACK));
        assertEquals(NOTHING, pool.stackTaken(1, 1, TaskStack.EMPTY));
        assertEquals(List.of(new Kill(1)), pool.stopLimitExpired(1));
    }
}
