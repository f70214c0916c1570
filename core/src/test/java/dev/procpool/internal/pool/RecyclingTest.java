package dev.procpool.internal.pool;

import static dev.procpool.internal.pool.Given.NOTHING;
import static dev.procpool.internal.pool.Given.NOW;
import static dev.procpool.internal.pool.Given.death;
import static dev.procpool.internal.pool.Given.notReady;
import static dev.procpool.internal.pool.Given.retainedValue;
import static dev.procpool.internal.pool.Given.task;
import static dev.procpool.internal.pool.Given.value;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procpool.internal.pool.Breakage.NoWorkerStarts;
import dev.procpool.internal.pool.Effect.AwaitAge;
import dev.procpool.internal.pool.Effect.Break;
import dev.procpool.internal.pool.Effect.Complete;
import dev.procpool.internal.pool.Effect.FailBroken;
import dev.procpool.internal.pool.Effect.Launch;
import dev.procpool.internal.pool.Effect.Release;
import dev.procpool.internal.pool.Effect.ReportRetiring;
import dev.procpool.internal.pool.Effect.SendTask;
import dev.procpool.internal.pool.Effect.Stop;
import dev.procpool.internal.worker.Answer;
import dev.procpool.testing.Patience;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Workers that have run enough tasks, or are too old or too large, are replaced. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class RecyclingTest {

    private static final long MEBIBYTE = 1 << 20;
    private static final String TWO_REACHED = "maxTasksPerWorker=2 reached";

    private final PendingTask first = task(1);
    private final PendingTask second = task(2);
    private final PendingTask third = task(3);
    private final Answer answer = value();

    /** A pool whose only worker has begun with its second and last task. */
    private PoolState poolAtItsLastTask() {
        PoolState pool = PoolShape.of(1).maxTasks(2).greeted();
        pool.submitted(first);
        pool.answered(1, 1, answer);
        pool.submitted(second);
        pool.taskStarted(1, 2, NOW);
        return pool;
    }

    @Test
    void theReplacementStartsWithTheLastTask() {
        PoolState pool = PoolShape.of(1).maxTasks(2).greeted();
        assertEquals(List.of(new SendTask(1, first, 1)), pool.submitted(first));
        pool.answered(1, 1, answer);

        assertEquals(
                List.of(new ReportRetiring(1, TWO_REACHED), new SendTask(1, second, 1), new Launch(2)),
                pool.submitted(second));
    }

    @Test
    void theOldWorkerGetsNoFurtherTaskAndStopsWhenItsReplacementIsReady() {
        PoolState pool = poolAtItsLastTask();

        assertEquals(NOTHING, pool.submitted(third));
        assertEquals(List.of(new Complete(1, second, answer)), pool.answered(1, 2, answer));
        assertEquals(List.of(new SendTask(2, third, 1), new Stop(1)), pool.workerGreeted(2, false));
        assertEquals(NOTHING, pool.workerDied(1, death(1)));
    }

    @Test
    void aReplacementThatIsReadyBeforeTheLastTaskHasEndedWaitsForThat() {
        PoolState pool = poolAtItsLastTask();
        pool.submitted(third);

        assertEquals(NOTHING, pool.workerGreeted(2, false));
        assertEquals(
                List.of(new Complete(1, second, answer), new SendTask(2, third, 1), new Stop(1)),
                pool.answered(1, 2, answer));
    }

    @Test
    void theQueueDoesNotStallIfEachTaskCostsAWorker() {
        PoolState pool = PoolShape.of(1).maxTasks(1).greeted();
        for (int id = 1; id <= 5; id++) {
            pool.submitted(task(id));
        }
        for (int worker = 1; worker <= 5; worker++) {
            assertEquals(
                    "RUNNING, workers=1 of 1, busy=1, queued=" + (5 - worker) + ", completed=" + (worker - 1),
                    pool.toString());
            pool.answered(worker, worker, answer);
            pool.workerGreeted(worker + 1);
            pool.workerDied(worker, death(worker));
        }
    }

    @Test
    void inAShutdownWorkersAreReplacedAsLongAsTasksWait() {
        PoolState pool = PoolShape.of(1).maxTasks(1).greeted();
        pool.submitted(first);
        pool.submitted(second);
        pool.submitted(third);
        pool.shutdown();
        pool.answered(1, 1, answer);

        assertEquals(
                List.of(
                        new ReportRetiring(2, "maxTasksPerWorker=1 reached"),
                        new SendTask(2, second, 1),
                        new Launch(3),
                        new Stop(1)),
                pool.workerGreeted(2, false));
        pool.answered(2, 2, answer);
        assertEquals(
                List.of(new SendTask(3, third, 1), new ReportRetiring(3, "maxTasksPerWorker=1 reached"), new Stop(2)),
                pool.workerGreeted(3, false));
        assertEquals(List.of(new Complete(3, third, answer), new Stop(3)), pool.answered(3, 3, answer));
    }

    @Test
    void ifNoReplacementCanBeStartedWhatWaitsFailsAndWhatRunsEnds() {
        PoolState pool = poolAtItsLastTask();
        pool.submitted(third);
        pool.workerDied(2, notReady(2));
        pool.workerDied(3, notReady(3));
        var breakage = new NoWorkerStarts(notReady(4));

        assertEquals(
                List.of(new Break(breakage), new FailBroken(List.of(third), breakage)),
                pool.workerDied(4, notReady(4)));
        assertEquals(List.of(new Complete(1, second, answer), new Stop(1)), pool.answered(1, 2, answer));
        assertEquals(NOTHING, pool.workerDied(1, death(1)));
    }

    @Test
    void aWorkerThatOwesAResultIsReplacedButStopsOnlyWhenThatIsDecoded() {
        PoolState pool = poolAtItsLastTask();
        pool.workerGreeted(2, false);
        Answer retained = retainedValue();

        assertEquals(List.of(new Complete(1, second, retained)), pool.answered(1, 2, retained));
        assertEquals(List.of(new Release(1, 2), new Stop(1)), pool.resultDecoded(1, second));
    }

    @Test
    void aWorkerThatIsOldWorksUntilItsReplacementIsReady() {
        PoolState pool = PoolShape.of(1).maxAge(5).opened();
        assertEquals(List.of(new AwaitAge(1)), pool.workerGreeted(1, false));

        assertEquals(List.of(new ReportRetiring(1, "maxWorkerAge reached"), new Launch(2)), pool.ageLimitReached(1));
        assertEquals(List.of(new SendTask(1, first, 1)), pool.submitted(first));
        assertEquals(List.of(new AwaitAge(2)), pool.workerGreeted(2, false));
        assertEquals(List.of(new Complete(1, first, answer), new Stop(1)), pool.answered(1, 1, answer));
        assertEquals(List.of(new SendTask(2, second, 1)), pool.submitted(second));
    }

    @Test
    void anOldWorkerThatIsIdleStopsWhenItsReplacementIsReady() {
        PoolState pool = PoolShape.of(1).maxAge(5).greeted();
        pool.ageLimitReached(1);

        assertEquals(List.of(new AwaitAge(2), new Stop(1)), pool.workerGreeted(2, false));
    }

    @Test
    void aWorkerThatIsTooLargeIsReplaced() {
        PoolState pool = PoolShape.of(1).maxResident(64 * MEBIBYTE).greeted();

        assertEquals(NOTHING, pool.residentSize(1, 64 * MEBIBYTE));
        assertEquals(
                List.of(
                        new ReportRetiring(1, "its resident size=65 MiB is over maxWorkerMemory=64 MiB"),
                        new Launch(2)),
                pool.residentSize(1, 65 * MEBIBYTE));
        assertEquals(NOTHING, pool.residentSize(1, 66 * MEBIBYTE));
    }

    @Test
    void underLoadTheNextTaskGoesToTheReplacement() {
        PoolState pool = PoolShape.of(1).maxResident(MEBIBYTE).greeted();
        pool.submitted(first);
        pool.submitted(second);
        pool.residentSize(1, 2 * MEBIBYTE);
        pool.workerGreeted(2, false);

        assertEquals(
                List.of(new Complete(1, first, answer), new SendTask(2, second, 1), new Stop(1)),
                pool.answered(1, 1, answer));
    }

    @Test
    void aWorkerThatIsGoneOrGoingIsNotReplacedASecondTime() {
        PoolState pool = PoolShape.of(1).maxAge(5).greeted();
        pool.shutdown();

        assertEquals(NOTHING, pool.ageLimitReached(1));
        pool.workerDied(1, death(1));
        assertEquals(NOTHING, pool.ageLimitReached(1));
        assertEquals(NOTHING, pool.residentSize(1, 1));
    }
}
