package dev.procpool.internal.pool;

import static dev.procpool.internal.pool.Given.NOTHING;
import static dev.procpool.internal.pool.Given.NOW;
import static dev.procpool.internal.pool.Given.crashed;
import static dev.procpool.internal.pool.Given.death;
import static dev.procpool.internal.pool.Given.failed;
import static dev.procpool.internal.pool.Given.initializer;
import static dev.procpool.internal.pool.Given.retainedValue;
import static dev.procpool.internal.pool.Given.task;
import static dev.procpool.internal.pool.Given.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.procpool.internal.pool.Breakage.InitializerFailed;
import dev.procpool.internal.pool.Breakage.NoWorkerStarts;
import dev.procpool.internal.pool.Effect.Break;
import dev.procpool.internal.pool.Effect.Complete;
import dev.procpool.internal.pool.Effect.Fail;
import dev.procpool.internal.pool.Effect.FailBroken;
import dev.procpool.internal.pool.Effect.Initialize;
import dev.procpool.internal.pool.Effect.Kill;
import dev.procpool.internal.pool.Effect.Launch;
import dev.procpool.internal.pool.Effect.Release;
import dev.procpool.internal.pool.Effect.SendTask;
import dev.procpool.internal.pool.Effect.Stop;
import dev.procpool.internal.pool.Effect.Terminated;
import dev.procpool.internal.worker.Answer;
import dev.procpool.testing.Patience;
import dev.procpool.wire.Failure;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** What every worker runs before its first task. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class InitializerTest {

    private final Initializer initializer = initializer(-1, true);
    private final PendingTask first = task(1);
    private final PendingTask second = task(2);
    private final Answer answer = value();
    private final Answer threw = failed(Failure.Kind.THREW);

    private PoolState opened(int workers) {
        return PoolShape.of(workers).initializer(initializer).opened();
    }

    /** A pool of two whose first worker runs a task, and whose second has not run the initializer. */
    private PoolState poolRunning(PendingTask task) {
        PoolState pool = opened(2);
        pool.workerGreeted(1, false);
        pool.answered(1, -1, answer);
        pool.submitted(task);
        pool.taskStarted(1, task.id(), NOW);
        pool.workerGreeted(2, false);
        return pool;
    }

    @Test
    void aWorkerTakesTasksWhenItHasRunTheInitializer() {
        PoolState pool = opened(1);
        pool.submitted(first);

        assertEquals(List.of(new Initialize(1, initializer, false)), pool.workerGreeted(1, false));
        assertEquals(NOTHING, pool.taskStarted(1, -1, NOW));
        assertEquals(List.of(new SendTask(1, first, 1)), pool.answered(1, -1, answer));
    }

    @Test
    void itsResultIsOfNoInterest() {
        PoolState pool = opened(2);
        pool.workerGreeted(1, false);
        pool.workerGreeted(2, false);

        assertEquals(List.of(new Release(1, -1)), pool.answered(1, -1, retainedValue()));
        assertEquals(NOTHING, pool.answered(2, -1, failed(Failure.Kind.RESULT_NOT_ENCODABLE)));
        assertEquals(List.of(new SendTask(2, first, 1)), pool.submitted(first));
    }

    @Test
    void aReplacementRunsItToo() {
        PoolState pool = opened(1);
        pool.workerGreeted(1, false);
        pool.answered(1, -1, answer);

        assertEquals(List.of(new Launch(2)), pool.workerDied(1, death(1)));
        assertEquals(List.of(new Initialize(2, initializer, false)), pool.workerGreeted(2, false));
    }

    @Test
    void aWorkerThatCannotDecodeItGetsItAgainInAnotherCodec() {
        PoolState pool = opened(1);
        pool.workerGreeted(1, false);

        assertEquals(List.of(new Initialize(1, initializer, true)), pool.taskUndecodable(1, -1));
        assertEquals(NOTHING, pool.answered(1, -1, answer));
    }

    @Test
    void itMayTakeLongerThanAStart() {
        PoolState pool = opened(1);
        pool.workerGreeted(1, false);

        assertEquals(NOTHING, pool.startLimitExpired(1));
    }

    @Test
    void aDeathInItCountsAsAFailedStart() {
        PoolState pool = opened(1);
        pool.submitted(first);
        for (int worker = 1; worker <= 2; worker++) {
            pool.workerGreeted(worker, false);
            assertEquals(List.of(new Launch(worker + 1)), pool.workerDied(worker, death(worker)));
        }
        pool.workerGreeted(3, false);
        var breakage = new NoWorkerStarts(death(3));

        assertEquals(
                List.of(new Break(breakage), new FailBroken(List.of(first), breakage)), pool.workerDied(3, death(3)));
    }

    @Test
    void aWorkerThatRunsOutOfMemoryInItIsNotReplacedForEver() {
        PoolState pool = opened(1);
        for (int worker = 1; worker <= 3; worker++) {
            pool.workerGreeted(worker, false);
            assertEquals(NOTHING, pool.answered(worker, -1, failed(Failure.Kind.OUT_OF_MEMORY)));
            pool.workerDied(worker, death(worker));
        }

        assertEquals(new NoWorkerStarts(death(3)), pool.brokenBy());
    }

    @Test
    void ifItFailsThePoolIsBrokenAndWhatRunsEnds() {
        PoolState pool = poolRunning(first);
        pool.submitted(second);
        var breakage = new InitializerFailed(2, initializer, threw);

        assertEquals(
                List.of(new Break(breakage), new FailBroken(List.of(second), breakage), new Kill(2)),
                pool.answered(2, -1, threw));
        assertEquals(breakage, pool.brokenBy());
        assertEquals(List.of(new Complete(1, first, answer), new Stop(1)), pool.answered(1, 1, answer));
        assertEquals(NOTHING, pool.workerDied(2, death(2)));
        assertEquals(NOTHING, pool.workerDied(1, death(1)));
        assertEquals(List.of(new Terminated()), pool.shutdown());
    }

    @Test
    void aPoolBreaksOnce() {
        PoolState pool = opened(2);
        pool.workerGreeted(1, false);
        pool.workerGreeted(2, false);
        var breakage = new InitializerFailed(1, initializer, threw);

        assertEquals(
                List.of(new Break(breakage), new FailBroken(List.of(), breakage), new Kill(1), new Kill(2)),
                pool.answered(1, -1, threw));
        assertEquals(NOTHING, pool.answered(2, -1, threw));
    }

    @Test
    void aBrokenPoolTriesNothingAgain() {
        PendingTask again = task(1, 0, 1);
        PoolState pool = poolRunning(again);
        pool.answered(2, -1, threw);

        assertEquals(List.of(new Fail(again, crashed(1, death(1)))), pool.workerDied(1, death(1)));
    }

    @Test
    void inABrokenPoolATaskThatHadNotBegunFailsAsThoseThatWaited() {
        PoolState pool = opened(2);
        pool.workerGreeted(1, false);
        pool.answered(1, -1, answer);
        pool.submitted(first);
        pool.workerGreeted(2, false);
        pool.answered(2, -1, threw);
        var breakage = new InitializerFailed(2, initializer, threw);

        assertEquals(List.of(new FailBroken(List.of(first), breakage)), pool.workerDied(1, death(1)));
    }

    @Test
    void oneThatCannotBeEncodedASecondTimeHasFailed() {
        PoolState pool = opened(1);
        pool.workerGreeted(1, false);
        pool.taskUndecodable(1, -1);
        Answer notEncoded = new Answer.Threw(new IOException("not again"));

        pool.answered(1, -1, notEncoded);
        assertEquals(new InitializerFailed(1, initializer, notEncoded), pool.brokenBy());
    }

    @Test
    void oneThatCannotBeEncodedASecondTimeForAWorkerThatHasDiedMeanwhileHasNotFailed() {
        PoolState pool = opened(1);
        pool.workerGreeted(1, false);
        pool.taskUndecodable(1, -1);
        pool.workerDied(1, death(1));

        assertEquals(NOTHING, pool.answered(1, -1, new Answer.Threw(new IOException("not again"))));
        assertNull(pool.brokenBy());
    }
}
