package dev.procpool.internal.pool;

import static dev.procpool.internal.pool.Given.NOTHING;
import static dev.procpool.internal.pool.Given.NOW;
import static dev.procpool.internal.pool.Given.STACK;
import static dev.procpool.internal.pool.Given.crashed;
import static dev.procpool.internal.pool.Given.death;
import static dev.procpool.internal.pool.Given.failed;
import static dev.procpool.internal.pool.Given.poolOf;
import static dev.procpool.internal.pool.Given.poolRunning;
import static dev.procpool.internal.pool.Given.task;
import static dev.procpool.internal.pool.Given.timedOut;
import static dev.procpool.internal.pool.Given.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.procpool.internal.pool.AttemptEnd.Crashed;
import dev.procpool.internal.pool.Effect.Complete;
import dev.procpool.internal.pool.Effect.Fail;
import dev.procpool.internal.pool.Effect.Launch;
import dev.procpool.internal.pool.Effect.ReportRetry;
import dev.procpool.internal.pool.Effect.SendTask;
import dev.procpool.internal.pool.Effect.ShowStack;
import dev.procpool.internal.pool.Effect.Stop;
import dev.procpool.internal.pool.Effect.Terminate;
import dev.procpool.internal.pool.Effect.Terminated;
import dev.procpool.internal.worker.Answer;
import dev.procpool.internal.worker.WorkerDeath;
import dev.procpool.testing.Patience;
import dev.procpool.wire.Failure;
import dev.procpool.wire.TaskStack;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** A task is tried again when its worker has died or its time was up, as often as it may. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class RetriesTest {

    private final PendingTask again = task(1, 0, 1);
    private final PendingTask limited = task(1, 500, 1);
    private final PendingTask second = task(2);

    /** A pool of one worker that has begun with this task, and has been told that it is over its time. */
    private PoolState poolOverLimit(PendingTask task) {
        PoolState pool = poolRunning(task);
        pool.timeoutExpired(task, 1, NOW + 500);
        return pool;
    }

    @Test
    void aTaskWhoseWorkerDiesIsTriedAgainAheadOfTheOthers() {
        PoolState pool = poolRunning(again);
        pool.submitted(second);
        WorkerDeath death = death(1);

        assertEquals(List.of(new ReportRetry(again, crashed(1, death)), new Launch(2)), pool.workerDied(1, death));
        assertEquals(List.of(new SendTask(2, again, 2)), pool.workerGreeted(2, false));
    }

    @Test
    void aTaskWhoseTimeIsUpIsTriedAgainInAnotherWorkerAtOnce() {
        PoolState pool = poolOf(2);
        pool.submitted(limited);
        pool.taskStarted(2, 1, NOW);
        pool.timeoutExpired(limited, 1, NOW + 500);

        assertEquals(
                List.of(new ReportRetry(limited, timedOut(1, 2, limited, 500, STACK)), new SendTask(1, limited, 2)),
                pool.stackTaken(2, 1, STACK));
        assertEquals(NOTHING, pool.answered(2, 1, value()));
        assertEquals(AttemptState.SENT, limited.attempt().state());
    }

    @Test
    void theLastAttemptFailsTheTaskAndAllBeforeItAreKnown() {
        PendingTask thrice = task(1, 500, 2);
        PoolState pool = poolOverLimit(thrice);
        pool.stackTaken(1, 1, STACK);
        pool.answered(1, 1, failed(Failure.Kind.THREW));
        pool.taskStarted(1, 1, NOW + 1_000);
        pool.workerDied(1, death(1));
        pool.workerGreeted(2, false);
        pool.taskStarted(2, 1, NOW + 2_000);

        assertEquals(List.of(new Fail(thrice, crashed(3, death(2))), new Launch(3)), pool.workerDied(2, death(2)));
        assertEquals(List.of(timedOut(1, 1, thrice, 500, STACK), crashed(2, death(1))), thrice.lostAttempts());
        assertEquals(3, thrice.attempts());
    }

    @Test
    void anExceptionIsAnAnswer() {
        PoolState pool = poolRunning(again);
        Answer answer = failed(Failure.Kind.THREW);

        assertEquals(List.of(new Complete(1, again, answer)), pool.answered(1, 1, answer));
    }

    @Test
    void anAttemptThatNeverBeganDoesNotCount() {
        PoolState pool = poolOf(1);
        pool.submitted(again);

        assertEquals(List.of(new Launch(2)), pool.workerDied(1, death(1)));
        assertEquals(List.of(new SendTask(2, again, 1)), pool.workerGreeted(2, false));
        assertEquals(0, again.attempts());
    }

    @Test
    void aTaskThatCostsThreeWorkersBeforeAnyBeginsIsNotTriedAgain() {
        PoolState pool = poolOf(1);
        pool.submitted(again);
        for (int worker = 1; worker <= 2; worker++) {
            pool.workerDied(worker, death(worker));
            pool.workerGreeted(worker + 1);
        }

        assertEquals(
                List.of(new Fail(again, new Crashed(1, death(3), false, null)), new Launch(4)),
                pool.workerDied(3, death(3)));
    }

    @Test
    void lastWordsOfMemoryAreKeptWithTheAttempt() {
        PoolState pool = poolRunning(again);
        Answer.Failed outOfMemory = failed(Failure.Kind.OUT_OF_MEMORY);
        pool.answered(1, 1, outOfMemory);

        assertEquals(
                List.of(new ReportRetry(again, new Crashed(1, death(1), true, outOfMemory.failure()))),
                pool.workerDied(1, death(1)));
    }

    @Test
    void aTaskThatWaitsForAnotherAttemptCanBeCancelled() {
        PoolState pool = poolRunning(again);
        pool.workerDied(1, death(1));

        assertEquals(NOTHING, pool.cancelled(again, true));
        assertEquals(NOTHING, pool.workerGreeted(2, false));
        assertNull(again.task());
    }

    @Test
    void aTaskCancelledWhileItsStackIsAwaitedIsNotTriedAgain() {
        PoolState pool = poolOverLimit(limited);
        pool.cancelled(limited, true);

        assertEquals(NOTHING, pool.stackTaken(1, 1, STACK));
        assertEquals(TaskState.DONE, limited.state());
    }

    @Test
    void inAShutdownATaskIsStillTriedAgain() {
        PoolState pool = poolRunning(again);
        pool.shutdown();

        assertEquals(
                List.of(new ReportRetry(again, crashed(1, death(1))), new Launch(2)), pool.workerDied(1, death(1)));
        assertEquals(List.of(new SendTask(2, again, 2)), pool.workerGreeted(2, false));
        Answer answer = value();
        assertEquals(List.of(new Complete(2, again, answer), new Stop(2)), pool.answered(2, 1, answer));
    }

    @Test
    void afterShutdownNowNothingIsTriedAgain() {
        PoolState pool = poolRunning(again);
        pool.shutdownNow(new ArrayList<>());

        assertEquals(List.of(new Terminated()), pool.workerDied(1, death(1)));
    }

    @Test
    void anAttemptThatDoesNotEndLivesOnInItsWorkerUntilItsGraceIsOver() {
        PoolState pool = poolOverLimit(limited);
        assertEquals(
                List.of(new ReportRetry(limited, timedOut(1, 1, limited, 500, STACK))), pool.stackTaken(1, 1, STACK));

        assertEquals(
                List.of(new ShowStack(1, limited, 1), new Terminate(1), new Launch(2)),
                pool.graceExpired(1, limited, 1));
        assertEquals(List.of(new SendTask(2, limited, 2)), pool.workerGreeted(2, false));
        assertEquals(NOTHING, pool.workerDied(1, death(1)));
        assertEquals(AttemptState.SENT, limited.attempt().state());
    }

    @Test
    void whatWasDueForTheFirstAttemptDoesNotHarmTheSecondInTheSameWorker() {
        PoolState pool = poolOverLimit(limited);
        pool.stackTaken(1, 1, STACK);
        assertEquals(List.of(new SendTask(1, limited, 2)), pool.answered(1, 1, failed(Failure.Kind.THREW)));
        pool.taskStarted(1, 1, NOW + 1_000);

        assertEquals(NOTHING, pool.graceExpired(1, limited, 1));
        assertEquals(NOTHING, pool.stackLimitExpired(1, 1, 1));
        assertEquals(NOTHING, pool.timeoutExpired(limited, 1, NOW + 2_000));
        assertEquals(AttemptState.STARTED, limited.attempt().state());
    }

    @Test
    void aCancelOfTheFirstAttemptThatHitsTheSecondBeforeItBeginsCostsNothing() {
        PoolState pool = poolOverLimit(limited);
        pool.answered(1, 1, value());
        pool.stackTaken(1, 1, TaskStack.EMPTY);
        assertEquals(AttemptState.SENT, limited.attempt().state());

        assertEquals(List.of(new SendTask(1, limited, 2)), pool.answered(1, 1, failed(Failure.Kind.CANCELLED)));
    }
}
