package dev.procpool.internal.pool;

import static dev.procpool.internal.pool.Given.NOTHING;
import static dev.procpool.internal.pool.Given.death;
import static dev.procpool.internal.pool.Given.notReady;
import static dev.procpool.internal.pool.Given.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.procpool.internal.pool.Breakage.NoWorkerStarts;
import dev.procpool.internal.pool.Effect.Break;
import dev.procpool.internal.pool.Effect.FailBroken;
import dev.procpool.internal.pool.Effect.Kill;
import dev.procpool.internal.pool.Effect.Launch;
import dev.procpool.internal.pool.Effect.RetryStartLater;
import dev.procpool.internal.pool.Effect.Terminated;
import dev.procpool.internal.worker.WorkerDeath;
import dev.procpool.testing.Patience;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Workers that do not get as far as their first task. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class StartsTest {

    private final PendingTask first = task(1);

    private final PoolState pool = PoolShape.of(1).closed();

    @Test
    void threeFailedStartsInARowBreakThePool() {
        pool.opened();
        pool.submitted(first);

        assertEquals(List.of(new Launch(2)), pool.workerDied(1, notReady(1)));
        assertEquals(List.of(new Launch(3)), pool.workerDied(2, notReady(2)));
        WorkerDeath last = notReady(3);
        assertEquals(
                List.of(new Break(new NoWorkerStarts(last)), new FailBroken(List.of(first), new NoWorkerStarts(last))),
                pool.workerDied(3, last));
        assertEquals(new NoWorkerStarts(last), pool.brokenBy());
        assertEquals(TaskState.DONE, first.state());
        assertEquals("BROKEN, workers=0 of 1, busy=0, queued=0, completed=0", pool.toString());
    }

    @Test
    void aTaskThatWasCancelledMeanwhileIsNotFailedByTheBreak() {
        pool.opened();
        pool.submitted(first);
        pool.cancelled(first, true);
        pool.workerDied(1, notReady(1));
        pool.workerDied(2, notReady(2));

        assertEquals(
                List.of(
                        new Break(new NoWorkerStarts(notReady(3))),
                        new FailBroken(List.of(), new NoWorkerStarts(notReady(3)))),
                pool.workerDied(3, notReady(3)));
    }

    @Test
    void aWorkerThatBecomesReadyForgivesTheFailuresBeforeIt() {
        pool.opened();
        pool.workerDied(1, notReady(1));
        pool.workerDied(2, notReady(2));
        pool.workerGreeted(3, false);

        assertEquals(List.of(new Launch(4)), pool.workerDied(3, death(3)));
        assertEquals(List.of(new Launch(5)), pool.workerDied(4, notReady(4)));
        assertNull(pool.brokenBy());
    }

    @Test
    void aWorkerThatLivesKeepsThePoolGoingAndLaterTheOthersAreTriedAgain() {
        var two = PoolShape.of(2).closed();
        two.opened();
        two.workerGreeted(1, false);
        two.submitted(first);

        assertEquals(List.of(new Launch(3)), two.workerDied(2, notReady(2)));
        assertEquals(List.of(new Launch(4)), two.workerDied(3, notReady(3)));
        assertEquals(List.of(new RetryStartLater()), two.workerDied(4, notReady(4)));
        assertNull(two.brokenBy());
        assertFalse(first.state() == TaskState.DONE);

        assertEquals(List.of(new Launch(5)), two.startRetryDue());
        assertEquals(List.of(new RetryStartLater()), two.workerDied(5, notReady(5)));
    }

    @Test
    void theReplacementOfTheLastWorkerIsOwedATry() {
        var two = PoolShape.of(2).closed();
        two.opened();
        two.workerGreeted(1, false);
        two.workerDied(2, notReady(2));
        two.workerDied(3, notReady(3));
        two.workerDied(4, notReady(4));

        assertEquals(List.of(new Launch(5), new Launch(6)), two.workerDied(1, death(1)));
        assertNull(two.brokenBy());
    }

    @Test
    void aStartThatHangsBreaksThePoolWithoutAnotherTry() {
        pool.opened();
        pool.submitted(first);

        assertEquals(List.of(new Kill(1)), pool.startLimitExpired(1));
        assertEquals(
                List.of(
                        new Break(new NoWorkerStarts(notReady(1))),
                        new FailBroken(List.of(first), new NoWorkerStarts(notReady(1)))),
                pool.workerDied(1, notReady(1)));
    }

    @Test
    void aWorkerThatSaysHelloWhileItIsBeingKilledGetsNoTask() {
        pool.opened();
        pool.submitted(first);
        pool.startLimitExpired(1);

        assertEquals(NOTHING, pool.workerGreeted(1, false));
    }

    @Test
    void aStartLimitThatComesTooLateDoesNothing() {
        pool.opened();
        pool.workerGreeted(1, false);
        assertEquals(NOTHING, pool.startLimitExpired(1));
        pool.workerDied(1, death(1));
        assertEquals(NOTHING, pool.startLimitExpired(1));
    }

    @Test
    void aBrokenPoolStartsNothingAndCanBeShutDown() {
        threeFailedStartsInARowBreakThePool();

        assertEquals(List.of(new Terminated()), pool.shutdown());
        assertEquals(PoolPhase.TERMINATED, pool.phase());
    }

    @Test
    void aWorkerThatBecomesReadyBringsBackThoseThatCouldNotBeStarted() {
        PoolState two = PoolShape.of(2).opened();
        two.workerDied(2, notReady(2));
        two.workerDied(3, notReady(3));
        assertEquals(List.of(new RetryStartLater()), two.workerDied(4, notReady(4)));

        assertEquals(List.of(new Launch(5)), two.workerGreeted(1, false));
    }

    @Test
    void aStartThatHangsIsTriedAgainLaterIfAnotherWorkerLives() {
        PoolState two = PoolShape.of(2).opened();
        two.workerGreeted(1, false);

        assertEquals(List.of(new Kill(2), new RetryStartLater()), two.startLimitExpired(2));
        assertEquals(NOTHING, two.workerDied(2, notReady(2)));
        assertEquals(List.of(new Launch(3)), two.startRetryDue());
    }
}
