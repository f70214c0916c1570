package dev.procpool.internal.pool;

import static dev.procpool.internal.pool.Given.NOTHING;
import static dev.procpool.internal.pool.Given.NOW;
import static dev.procpool.internal.pool.Given.crashed;
import static dev.procpool.internal.pool.Given.death;
import static dev.procpool.internal.pool.Given.failed;
import static dev.procpool.internal.pool.Given.notReady;
import static dev.procpool.internal.pool.Given.poolOf;
import static dev.procpool.internal.pool.Given.poolRunning;
import static dev.procpool.internal.pool.Given.retainedValue;
import static dev.procpool.internal.pool.Given.task;
import static dev.procpool.internal.pool.Given.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.internal.pool.Effect.AwaitResend;
import dev.procpool.internal.pool.Effect.Cancel;
import dev.procpool.internal.pool.Effect.Complete;
import dev.procpool.internal.pool.Effect.Fail;
import dev.procpool.internal.pool.Effect.Interrupt;
import dev.procpool.internal.pool.Effect.Kill;
import dev.procpool.internal.pool.Effect.Launch;
import dev.procpool.internal.pool.Effect.Release;
import dev.procpool.internal.pool.Effect.Resend;
import dev.procpool.internal.pool.Effect.SendTask;
import dev.procpool.internal.pool.Effect.ShowStack;
import dev.procpool.internal.pool.Effect.Stop;
import dev.procpool.internal.pool.Effect.Terminate;
import dev.procpool.internal.pool.Effect.Terminated;
import dev.procpool.internal.worker.Answer;
import dev.procpool.testing.Patience;
import dev.procpool.wire.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** An orderly end, and one that waits for nobody. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class ShutdownTest {

    private final PendingTask first = task(1);
    private final PendingTask second = task(2);
    private final PendingTask third = task(3);
    private final IOException reason = new IOException("cannot be decoded");

    @Test
    void workersThatWaitAreStoppedAndTheLastDeathEndsThePool() {
        PoolState pool = poolOf(2);

        assertEquals(List.of(new Stop(1), new Stop(2)), pool.shutdown());
        assertEquals(NOTHING, pool.workerDied(2, death(2)));
        assertEquals(List.of(new Terminated()), pool.workerDied(1, death(1)));
        assertEquals(PoolPhase.TERMINATED, pool.phase());
    }

    @Test
    void aSecondShutdownDoesNothing() {
        PoolState pool = poolOf(1);
        pool.shutdown();

        assertEquals(NOTHING, pool.shutdown());
        pool.workerDied(1, death(1));
        assertEquals(NOTHING, pool.shutdown());
        assertEquals(NOTHING, pool.shutdownNow(new ArrayList<>()));
    }

    @Test
    void aWorkerThatIsStillStartingIsKilledIfNothingWaits() {
        var pool = PoolShape.of(1).closed();
        pool.opened();

        assertEquals(List.of(new Kill(1)), pool.shutdown());
        assertEquals(List.of(new Terminated()), pool.workerDied(1, notReady(1)));
        assertNull(pool.brokenBy());
    }

    @Test
    void whatWaitsIsFinishedFirst() {
        PoolState pool = poolRunning(first);
        pool.submitted(second);

        assertEquals(NOTHING, pool.shutdown());
        Answer answer = value();
        assertEquals(List.of(new Complete(1, first, answer), new SendTask(1, second, 1)), pool.answered(1, 1, answer));
        assertEquals(List.of(new Complete(1, second, answer), new Stop(1)), pool.answered(1, 2, answer));
    }

    @Test
    void cancellingTheLastThatWaitsIsTheEndToo() {
        var pool = PoolShape.of(1).closed();
        pool.opened();
        pool.submitted(first);
        assertEquals(NOTHING, pool.shutdown());

        assertEquals(List.of(new Kill(1)), pool.cancelled(first, true));
    }

    @Test
    void aWorkerThatDiesIsReplacedOnlyAsFarAsTasksWait() {
        PoolState pool = poolOf(2);
        pool.submitted(first);
        pool.submitted(second);
        pool.taskStarted(2, 1, NOW);
        pool.shutdown();

        assertEquals(List.of(new Fail(first, crashed(1, death(2)))), pool.workerDied(2, death(2)));
        assertEquals(List.of(new Launch(3)), pool.workerDied(1, death(1)));
        assertEquals(List.of(new SendTask(3, second, 1)), pool.workerGreeted(3, false));
    }

    @Test
    void aTaskThatWaitsDoesNotWaitForARunningOneWhenItsWorkerHasDied() {
        PoolState pool = poolOf(2);
        pool.submitted(first);
        pool.taskStarted(2, 1, NOW);
        pool.submitted(second);
        pool.shutdown();

        assertEquals(List.of(new Launch(3)), pool.workerDied(1, death(1)));
    }

    @Test
    void aWorkerThatOwesAResultIsStoppedWhenThatIsDecoded() {
        PoolState pool = poolRunning(first);
        Answer answer = retainedValue();
        pool.shutdown();

        assertEquals(List.of(new Complete(1, first, answer)), pool.answered(1, 1, answer));
        assertEquals(List.of(new Release(1, 1), new Stop(1)), pool.resultDecoded(1, first));
    }

    @Test
    void aWorkerThatOwesAResultASecondTimeIsStoppedWhenThatHasCome() {
        PoolState pool = poolRunning(first);
        pool.shutdown();
        pool.answered(1, 1, retainedValue());
        assertEquals(List.of(new Resend(1, 1), new AwaitResend(1, 1)), pool.resultUndecodable(1, first, reason));

        Answer again = value();
        assertEquals(List.of(new Complete(1, first, again), new Stop(1)), pool.answered(1, 1, again));
    }

    @Test
    void aWorkerThatDoesNotStopIsKilled() {
        PoolState pool = poolOf(1);
        pool.shutdown();

        assertEquals(List.of(new Kill(1)), pool.stopLimitExpired(1));
        pool.workerDied(1, death(1));
        assertEquals(NOTHING, pool.stopLimitExpired(1));
    }

    @Test
    void shutdownNowGivesUpEverything() {
        PoolState pool = poolRunning(first);
        pool.submitted(second);
        pool.submitted(third);
        List<PendingTask> neverStarted = new ArrayList<>();

        assertEquals(
                List.of(new Cancel(List.of(second, third, first)), new Interrupt(1, first, 1)),
                pool.shutdownNow(neverStarted));
        assertEquals(List.of(second, third), neverStarted);
        assertEquals(List.of(new ShowStack(1, first, 1), new Terminate(1)), pool.graceExpired(1, first, 1));
        assertEquals(List.of(new Terminated()), pool.workerDied(1, death(1)));
    }

    @Test
    void shutdownNowAlsoStopsWhatWasCancelledWithoutInterrupt() {
        PoolState pool = poolRunning(first);
        pool.cancelled(first, false);

        assertEquals(List.of(new Cancel(List.of()), new Interrupt(1, first, 1)), pool.shutdownNow(new ArrayList<>()));
        assertEquals(List.of(new ShowStack(1, first, 1), new Terminate(1)), pool.graceExpired(1, first, 1));
    }

    @Test
    void shutdownNowAfterShutdownGivesUpTheRest() {
        PoolState pool = poolRunning(first);
        pool.submitted(second);
        pool.shutdown();
        List<PendingTask> neverStarted = new ArrayList<>();

        assertEquals(
                List.of(new Cancel(List.of(second, first)), new Interrupt(1, first, 1)),
                pool.shutdownNow(neverStarted));
        assertEquals(
                NOTHING,
                pool.answered(1, 1, failed(Failure.Kind.THREW)).stream()
                        .filter(effect -> !(effect instanceof Stop))
                        .toList());
        assertTrue(pool.phase() == PoolPhase.STOP);
    }

    @Test
    void shutdownNowDoesNotHandBackATaskThatHadBegun() {
        PendingTask again = task(1, 0, 1);
        PoolState pool = poolRunning(again);
        pool.workerDied(1, death(1));
        List<PendingTask> neverStarted = new ArrayList<>();

        assertEquals(List.of(new Cancel(List.of(again)), new Kill(2)), pool.shutdownNow(neverStarted));
        assertEquals(List.of(), neverStarted);
    }

    @Test
    void shutdownNowHandsBackATaskWhoseWorkerDiedBeforeItBegan() {
        PoolState pool = poolOf(1);
        pool.submitted(first);
        pool.workerDied(1, death(1));
        List<PendingTask> neverStarted = new ArrayList<>();

        pool.shutdownNow(neverStarted);
        assertEquals(List.of(first), neverStarted);
        assertEquals("the task's object 1", first.task());
    }
}
