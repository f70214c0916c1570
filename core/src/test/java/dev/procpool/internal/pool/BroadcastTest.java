package dev.procpool.internal.pool;

import static dev.procpool.internal.pool.Given.NOTHING;
import static dev.procpool.internal.pool.Given.NOW;
import static dev.procpool.internal.pool.Given.STACK;
import static dev.procpool.internal.pool.Given.broadcastTask;
import static dev.procpool.internal.pool.Given.crashed;
import static dev.procpool.internal.pool.Given.death;
import static dev.procpool.internal.pool.Given.failed;
import static dev.procpool.internal.pool.Given.initializer;
import static dev.procpool.internal.pool.Given.notReady;
import static dev.procpool.internal.pool.Given.poolOf;
import static dev.procpool.internal.pool.Given.poolRunning;
import static dev.procpool.internal.pool.Given.task;
import static dev.procpool.internal.pool.Given.timedOut;
import static dev.procpool.internal.pool.Given.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.procpool.internal.pool.Effect.AwaitAge;
import dev.procpool.internal.pool.Effect.Complete;
import dev.procpool.internal.pool.Effect.Fail;
import dev.procpool.internal.pool.Effect.Initialize;
import dev.procpool.internal.pool.Effect.Launch;
import dev.procpool.internal.pool.Effect.ReportInitializer;
import dev.procpool.internal.pool.Effect.ReportRetry;
import dev.procpool.internal.pool.Effect.SendTask;
import dev.procpool.internal.pool.Effect.Stop;
import dev.procpool.internal.worker.Answer;
import dev.procpool.testing.Patience;
import dev.procpool.wire.Failure;
import dev.procpool.wire.TaskStack;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** A task for each worker: once in every one, whatever happens to them. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class BroadcastTest {

    private final Broadcast broadcast = new Broadcast();
    private final PendingTask mine = broadcastTask(11, broadcast);
    private final PendingTask other = broadcastTask(12, broadcast);
    private final Initializer later = initializer(-2, false);
    private final PendingTask first = task(1);
    private final PendingTask second = task(2);
    private final Answer answer = value();

    @Test
    void itGoesToEachWorkerOnce() {
        PoolState pool = poolOf(2);

        assertEquals(
                List.of(new SendTask(1, mine, 1), new SendTask(2, other, 1)),
                pool.broadcast(List.of(mine, other), null));
        assertEquals(List.of(new Complete(1, mine, answer)), pool.answered(1, 11, answer));
    }

    @Test
    void aWorkerThatIsBusyRunsItNextAheadOfWhatWaits() {
        PoolState pool = poolRunning(first);
        pool.submitted(second);

        assertEquals(NOTHING, pool.broadcast(List.of(mine), null));
        assertEquals(List.of(new Complete(1, first, answer), new SendTask(1, mine, 1)), pool.answered(1, 1, answer));
        assertEquals(List.of(new Complete(1, mine, answer), new SendTask(1, second, 1)), pool.answered(1, 11, answer));
    }

    @Test
    void aWorkerThatIsStartingRunsItFirst() {
        PoolState pool = PoolShape.of(1).opened();
        pool.submitted(first);
        pool.broadcast(List.of(mine), null);

        assertEquals(List.of(new SendTask(1, mine, 1)), pool.workerGreeted(1, false));
    }

    @Test
    void sparesRunItTooAndNothingElseMeanwhile() {
        PoolState pool = PoolShape.of(1).spares(1).greeted();
        pool.broadcast(List.of(mine, other), null);
        pool.submitted(first);

        assertEquals(List.of(new Complete(1, mine, answer)), pool.answered(1, 11, answer));
        assertEquals(List.of(new Complete(2, other, answer), new SendTask(2, first, 1)), pool.answered(2, 12, answer));
    }

    @Test
    void workersThatHaveLeftForIdlenessAreStartedForIt() {
        PoolState pool = PoolShape.of(1).idleTimeout(5).greeted();
        pool.idleLimitExpired(1, 1);

        assertEquals(List.of(new Launch(2)), pool.broadcast(List.of(mine), null));
        assertEquals(List.of(new SendTask(2, mine, 1)), pool.workerGreeted(2, false));
    }

    @Test
    void afterADeathBeforeItBeganTheReplacementRunsIt() {
        PoolState pool = poolRunning(first);
        pool.broadcast(List.of(mine), null);

        assertEquals(List.of(new Fail(first, crashed(1, death(1))), new Launch(2)), pool.workerDied(1, death(1)));
        assertEquals(List.of(new SendTask(2, mine, 1)), pool.workerGreeted(2, false));
        assertEquals(List.of(new Launch(3)), pool.workerDied(2, death(2)));
        assertEquals(List.of(new SendTask(3, mine, 1)), pool.workerGreeted(3, false));
    }

    @Test
    void aWorkerThatDiesInItFailsIt() {
        PoolState pool = poolOf(1);
        pool.broadcast(List.of(mine), null);
        pool.taskStarted(1, 11, NOW);

        assertEquals(List.of(new Fail(mine, crashed(1, death(1))), new Launch(2)), pool.workerDied(1, death(1)));
        assertEquals(NOTHING, pool.workerGreeted(2, false));
    }

    @Test
    void aReplacementTakesOverOneTaskOfEachBroadcast() {
        var next = new Broadcast();
        PendingTask mineOfTheNext = broadcastTask(21, next);
        PendingTask otherOfTheNext = broadcastTask(22, next);
        PoolState pool = PoolShape.of(2).opened();
        pool.broadcast(List.of(mine, other), null);
        pool.broadcast(List.of(mineOfTheNext, otherOfTheNext), null);
        pool.workerDied(1, notReady(1));
        pool.workerDied(2, notReady(2));

        assertEquals(List.of(new SendTask(3, mine, 1)), pool.workerGreeted(3, false));
        assertEquals(
                List.of(new Complete(3, mine, answer), new SendTask(3, mineOfTheNext, 1)),
                pool.answered(3, 11, answer));
        assertEquals(List.of(new SendTask(4, other, 1)), pool.workerGreeted(4, false));
    }

    @Test
    void oneThatWaitsCanBeCancelled() {
        PoolState pool = poolRunning(first);
        pool.broadcast(List.of(mine), null);

        assertEquals(NOTHING, pool.cancelled(mine, true));
        assertEquals(List.of(new Complete(1, first, answer)), pool.answered(1, 1, answer));
    }

    @Test
    void aTriedAgainOneStaysWithItsWorker() {
        PendingTask limited = task(11, 500, 1, broadcast, 1);
        PoolState pool = poolOf(1);
        pool.broadcast(List.of(limited), null);
        pool.taskStarted(1, 11, NOW);
        pool.timeoutExpired(limited, 1, NOW + 500);

        assertEquals(
                List.of(new ReportRetry(limited, timedOut(1, 1, limited, 500, STACK))), pool.stackTaken(1, 11, STACK));
        assertEquals(List.of(new SendTask(1, limited, 2)), pool.answered(1, 11, answer));
    }

    @Test
    void aTriedAgainOneGoesAtOnceToItsWorkerIfThatIsIdle() {
        PendingTask limited = task(11, 500, 1, broadcast, 1);
        PoolState pool = poolOf(1);
        pool.broadcast(List.of(limited), null);
        pool.taskStarted(1, 11, NOW);
        pool.timeoutExpired(limited, 1, NOW + 500);
        pool.answered(1, 11, answer);

        assertEquals(
                List.of(
                        new ReportRetry(limited, timedOut(1, 1, limited, 500, TaskStack.EMPTY)),
                        new SendTask(1, limited, 2)),
                pool.stackTaken(1, 11, TaskStack.EMPTY));
    }

    @Test
    void aWorkerThatIsToBeReplacedLeavesItToItsReplacement() {
        PoolState pool = PoolShape.of(1).maxAge(5).greeted();
        pool.submitted(first);
        pool.broadcast(List.of(mine), null);
        pool.ageLimitReached(1);

        assertEquals(List.of(new Complete(1, first, answer)), pool.answered(1, 1, answer));
        assertEquals(List.of(new AwaitAge(2), new SendTask(2, mine, 1), new Stop(1)), pool.workerGreeted(2, false));
    }

    @Test
    void aReplacementThatIsReadyAlreadyTakesItOver() {
        PoolState pool = PoolShape.of(1).maxAge(5).greeted();
        pool.broadcast(List.of(mine), null);
        pool.ageLimitReached(1);
        pool.workerGreeted(2, false);

        assertEquals(List.of(new SendTask(2, mine, 1)), pool.workerDied(1, death(1)));
    }

    @Test
    void aShutdownWaitsForIt() {
        PoolState pool = poolRunning(first);
        pool.broadcast(List.of(mine), null);

        assertEquals(NOTHING, pool.shutdown());
        assertEquals(List.of(new Complete(1, first, answer), new SendTask(1, mine, 1)), pool.answered(1, 1, answer));
        assertEquals(List.of(new Complete(1, mine, answer), new Stop(1)), pool.answered(1, 11, answer));
    }

    @Test
    void inAShutdownAWorkerIsStartedForOneThatHasLostItsWorker() {
        PoolState pool = poolOf(2);
        pool.submitted(first);
        pool.taskStarted(2, 1, NOW);
        pool.broadcast(List.of(mine, other), null);
        pool.answered(1, 11, answer);
        pool.shutdown();

        assertEquals(List.of(new Fail(first, crashed(1, death(2))), new Launch(3)), pool.workerDied(2, death(2)));
        assertEquals(
                List.of(new SendTask(3, other, 1)), pool.workerGreeted(3, false).subList(0, 1));
    }

    @Test
    void aShutdownNowHandsItBack() {
        PoolState pool = poolRunning(first);
        pool.broadcast(List.of(mine), null);
        List<PendingTask> neverStarted = new ArrayList<>();

        pool.shutdownNow(neverStarted);
        assertEquals(List.of(mine), neverStarted);
    }

    @Test
    void laterWorkersRunItBeforeTheirFirstTask() {
        PoolState pool = poolOf(1);
        pool.broadcast(List.of(mine), later);
        pool.answered(1, 11, answer);
        pool.workerDied(1, death(1));
        pool.submitted(first);

        assertEquals(List.of(new Initialize(2, later, false)), pool.workerGreeted(2, false));
        assertEquals(List.of(new SendTask(2, first, 1)), pool.answered(2, -2, answer));
    }

    @Test
    void aLaterWorkerThatTakesOverATaskOfItRunsItOnce() {
        PoolState pool = PoolShape.of(1).opened();
        pool.broadcast(List.of(mine), later);
        pool.workerDied(1, notReady(1));

        assertEquals(List.of(new SendTask(2, mine, 1)), pool.workerGreeted(2, false));
    }

    @Test
    void ifItFailsInALaterWorkerThatIsReportedAndTheWorkerWorks() {
        PoolState pool = poolOf(1);
        pool.broadcast(List.of(mine), later);
        pool.answered(1, 11, answer);
        pool.workerDied(1, death(1));
        pool.workerGreeted(2, false);
        Answer threw = failed(Failure.Kind.THREW);

        assertEquals(List.of(new ReportInitializer(2, later, threw)), pool.answered(2, -2, threw));
        assertEquals(List.of(new SendTask(2, first, 1)), pool.submitted(first));
        assertNull(pool.brokenBy());
    }
}
