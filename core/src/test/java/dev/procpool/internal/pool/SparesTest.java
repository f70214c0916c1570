package dev.procpool.internal.pool;

import static dev.procpool.internal.pool.Given.NOTHING;
import static dev.procpool.internal.pool.Given.NOW;
import static dev.procpool.internal.pool.Given.crashed;
import static dev.procpool.internal.pool.Given.death;
import static dev.procpool.internal.pool.Given.task;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procpool.internal.pool.Effect.Fail;
import dev.procpool.internal.pool.Effect.Launch;
import dev.procpool.internal.pool.Effect.SendTask;
import dev.procpool.internal.pool.Effect.ShowStack;
import dev.procpool.internal.pool.Effect.Terminate;
import dev.procpool.testing.Patience;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Spare workers are ready, but not busy, until another is lost. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class SparesTest {

    private final PendingTask first = task(1);
    private final PendingTask second = task(2);
    private final PoolState pool = PoolShape.of(1).spares(1).greeted();

    @Test
    void theyStartWithTheOthers() {
        assertEquals(
                List.of(new Launch(1), new Launch(2), new Launch(3)),
                PoolShape.of(2).spares(1).closed().opened());
        assertEquals("RUNNING, workers=2 of 2, busy=0, queued=0, completed=0", pool.toString());
    }

    @Test
    void noMoreTasksRunAtOnceThanThereAreWorkersWithoutThem() {
        assertEquals(List.of(new SendTask(2, first, 1)), pool.submitted(first));
        assertEquals(NOTHING, pool.submitted(second));
    }

    @Test
    void aSpareTakesOverAtOnceAndIsReplaced() {
        pool.submitted(first);
        pool.taskStarted(2, 1, NOW);
        pool.submitted(second);

        assertEquals(
                List.of(new Fail(first, crashed(1, death(2))), new Launch(3), new SendTask(1, second, 1)),
                pool.workerDied(2, death(2)));
    }

    @Test
    void aSpareTakesOverFromAWorkerThatIsBeingEnded() {
        pool.submitted(first);
        pool.cancelled(first, true);
        pool.submitted(second);

        assertEquals(
                List.of(new ShowStack(2, first, 1), new Terminate(2), new Launch(3)), pool.graceExpired(2, first, 1));
        assertEquals(List.of(new SendTask(1, second, 1)), pool.workerDied(2, death(2)));
    }
}
