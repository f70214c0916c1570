package dev.procpool.internal.pool;

import static dev.procpool.internal.pool.Given.NOTHING;
import static dev.procpool.internal.pool.Given.crashed;
import static dev.procpool.internal.pool.Given.death;
import static dev.procpool.internal.pool.Given.failed;
import static dev.procpool.internal.pool.Given.poolOf;
import static dev.procpool.internal.pool.Given.poolRunning;
import static dev.procpool.internal.pool.Given.task;
import static dev.procpool.internal.pool.Given.taskOf;
import static dev.procpool.internal.pool.Given.value;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procpool.internal.pool.AttemptEnd.Crashed;
import dev.procpool.internal.pool.Effect.AwaitBegin;
import dev.procpool.internal.pool.Effect.Fail;
import dev.procpool.internal.pool.Effect.Kill;
import dev.procpool.internal.pool.Effect.Launch;
import dev.procpool.internal.pool.Effect.SendTask;
import dev.procpool.internal.worker.Answer;
import dev.procpool.internal.worker.WorkerDeath;
import dev.procpool.testing.Patience;
import dev.procpool.wire.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** What the death of a worker costs its task. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class DeathsTest {

    private final PendingTask first = task(1);
    private final PendingTask second = task(2);

    @Test
    void theTaskThatRanFailsAndTheWorkerIsReplaced() {
        PoolState pool = poolRunning(first);
        WorkerDeath death = death(1);

        assertEquals(List.of(new Fail(first, crashed(1, death)), new Launch(2)), pool.workerDied(1, death));
    }

    @Test
    void aTaskThatHadNotStartedGoesElsewhereAheadOfTheOthers() {
        PoolState pool = poolOf(1);
        pool.submitted(first);
        pool.submitted(second);

        assertEquals(List.of(new Launch(2)), pool.workerDied(1, death(1)));
        assertEquals(TaskState.QUEUED, first.state());
        assertEquals(List.of(new SendTask(2, first, 1)), pool.workerGreeted(2, false));
    }

    @Test
    void aTaskThatCostsThreeWorkersBeforeAnyBeginsWithItFails() {
        PoolState pool = poolOf(1);
        pool.submitted(first);
        pool.submitted(second);
        for (int worker = 1; worker <= 2; worker++) {
            pool.workerDied(worker, death(worker));
            assertEquals(List.of(new SendTask(worker + 1, first, 1)), pool.workerGreeted(worker + 1));
        }

        assertEquals(
                List.of(new Fail(first, new Crashed(1, death(3), false, null)), new Launch(4)),
                pool.workerDied(3, death(3)));
        assertEquals(List.of(new SendTask(4, second, 1)), pool.workerGreeted(4, false));
    }

    /** As one that is stopped by a signal: it has not died, but takes nothing any more. */
    @Test
    void aWorkerThatDoesNotBeginWithItsTaskIsKilledAndTheTaskGoesElsewhere() {
        PoolState pool = poolOf(1);
        pool.submitted(first);

        assertEquals(List.of(new Kill(1), new Launch(2)), pool.beginLimitExpired(1, 1, 1));
        assertEquals(NOTHING, pool.workerDied(1, death(1)));
        assertEquals(List.of(new SendTask(2, first, 1)), pool.workerGreeted(2, false));
    }

    @Test
    void aWorkerThatHasBegunInTimeIsLeftAloneAndALaterTaskHasALimitOfItsOwn() {
        PoolState pool = poolRunning(first);
        assertEquals(NOTHING, pool.beginLimitExpired(1, 1, 1));

        pool.answered(1, 1, value());
        pool.submitted(second);
        assertEquals(List.of(new AwaitBegin(1, 2, 1)), pool.beginLimitExpired(1, 1, 1));
        assertEquals(List.of(new Kill(1), new Launch(2)), pool.beginLimitExpired(1, 2, 1));
    }

    @Test
    void aTaskOfManyBytesMayTakeLongerOnItsWay() {
        PoolState pool = poolOf(1);
        PendingTask large = taskOf(7, 400 << 20);
        pool.submitted(large);

        assertEquals(List.of(new AwaitBegin(1, 7, 1)), pool.beginLimitExpired(1, 7, 1));
        assertEquals(List.of(new Kill(1), new Launch(2)), pool.beginLimitExpired(1, 7, 1));
    }

    @Test
    void aTaskThatHadNotStartedGoesAtOnceToAWorkerThatWaits() {
        PoolState pool = poolOf(2);
        pool.submitted(first);

        assertEquals(List.of(new Launch(3), new SendTask(1, first, 1)), pool.workerDied(2, death(2)));
    }

    @Test
    void aTaskThatWasToBeSentAgainHasNotStarted() {
        PoolState pool = poolRunning(first);
        pool.taskUndecodable(1, 1);

        assertEquals(List.of(new Launch(2)), pool.workerDied(1, death(1)));
        assertEquals(List.of(new SendTask(2, first, 1)), pool.workerGreeted(2, false));
    }

    @Test
    void aWorkerThatWaitedIsReplacedAndNotAskedAgain() {
        PoolState pool = poolOf(2);

        assertEquals(List.of(new Launch(3)), pool.workerDied(2, death(2)));
        assertEquals(List.of(new SendTask(1, first, 1)), pool.submitted(first));
        assertEquals(NOTHING, pool.submitted(second));
    }

    @Test
    void lastWordsOfMemoryAreTheTasksCauseAndTheReplacementStartsAtOnce() {
        PoolState pool = poolRunning(first);
        Answer.Failed outOfMemory = failed(Failure.Kind.OUT_OF_MEMORY);
        WorkerDeath death = death(1);

        assertEquals(List.of(new Launch(2)), pool.answered(1, 1, outOfMemory));
        assertEquals(
                List.of(new Fail(first, new Crashed(1, death, true, outOfMemory.failure()))),
                pool.workerDied(1, death));
    }

    @Test
    void aCancelledTasksWorkerMayDieWithoutAFurtherWord() {
        PoolState pool = poolRunning(first);
        pool.cancelled(first, false);

        assertEquals(List.of(new Launch(2)), pool.workerDied(1, death(1)));
    }
}
