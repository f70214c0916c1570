package dev.procpool.internal.pool;

import static dev.procpool.internal.pool.Given.NOTHING;
import static dev.procpool.internal.pool.Given.NOW;
import static dev.procpool.internal.pool.Given.crashed;
import static dev.procpool.internal.pool.Given.death;
import static dev.procpool.internal.pool.Given.retainedValue;
import static dev.procpool.internal.pool.Given.task;
import static dev.procpool.internal.pool.Given.value;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procpool.internal.pool.Effect.AwaitIdle;
import dev.procpool.internal.pool.Effect.Complete;
import dev.procpool.internal.pool.Effect.Fail;
import dev.procpool.internal.pool.Effect.Launch;
import dev.procpool.internal.pool.Effect.SendTask;
import dev.procpool.internal.pool.Effect.Stop;
import dev.procpool.internal.worker.Answer;
import dev.procpool.testing.Patience;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** With an idle timeout workers leave when there is nothing to do, and come as tasks come. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class IdleTest {

    private final PendingTask first = task(1);
    private final PendingTask second = task(2);

    @Test
    void thePoolOpensWithAllItsWorkersEachOfThemWatched() {
        PoolState pool = PoolShape.of(2).idleTimeout(5).closed();

        assertEquals(List.of(new Launch(1), new Launch(2)), pool.opened());
        assertEquals(List.of(new AwaitIdle(1, 1)), pool.workerGreeted(1, false));
    }

    @Test
    void anIdleWorkerLeavesAndIsNotReplaced() {
        PoolState pool = PoolShape.of(1).idleTimeout(5).greeted();

        assertEquals(List.of(new Stop(1)), pool.idleLimitExpired(1, 1));
        assertEquals(NOTHING, pool.workerDied(1, death(1)));
        assertEquals(NOTHING, pool.idleLimitExpired(1, 1));
    }

    @Test
    void workersComeBackOneForEachTaskAndNotMoreThanThereMayBe() {
        PoolState pool = PoolShape.of(2).idleTimeout(5).greeted();
        pool.idleLimitExpired(1, 1);
        pool.idleLimitExpired(2, 1);

        assertEquals(List.of(new Launch(3)), pool.submitted(first));
        assertEquals(List.of(new Launch(4)), pool.submitted(second));
        assertEquals(NOTHING, pool.submitted(task(3)));
        assertEquals(List.of(new AwaitIdle(3, 1), new SendTask(3, first, 1)), pool.workerGreeted(3, false));
    }

    @Test
    void aWorkerThatHasWorkedMeanwhileHasItsTimeAnew() {
        PoolState pool = PoolShape.of(1).idleTimeout(5).greeted();
        pool.submitted(first);
        pool.answered(1, 1, value());

        assertEquals(List.of(new AwaitIdle(1, 2)), pool.idleLimitExpired(1, 1));
        assertEquals(List.of(new Stop(1)), pool.idleLimitExpired(1, 2));
    }

    @Test
    void aWorkerThatIsBusyIsWatchedAgainWhenItHasEnded() {
        PoolState pool = PoolShape.of(1).idleTimeout(5).greeted();
        pool.submitted(first);
        assertEquals(NOTHING, pool.idleLimitExpired(1, 1));
        Answer answer = value();

        assertEquals(List.of(new Complete(1, first, answer), new AwaitIdle(1, 2)), pool.answered(1, 1, answer));
    }

    @Test
    void aWorkerThatOwesAResultStays() {
        PoolState pool = PoolShape.of(1).idleTimeout(5).greeted();
        pool.submitted(first);
        pool.answered(1, 1, retainedValue());

        assertEquals(List.of(new AwaitIdle(1, 2)), pool.idleLimitExpired(1, 2));
    }

    @Test
    void sparesStay() {
        PoolState pool = PoolShape.of(1).spares(1).idleTimeout(5).greeted();

        assertEquals(List.of(new Stop(1)), pool.idleLimitExpired(1, 1));
        assertEquals(List.of(new AwaitIdle(2, 1)), pool.idleLimitExpired(2, 1));
    }

    @Test
    void aWorkerThatDiesIsReplacedOnlyIfTasksWait() {
        PoolState pool = PoolShape.of(1).idleTimeout(5).greeted();
        pool.submitted(first);
        pool.taskStarted(1, 1, NOW);

        assertEquals(List.of(new Fail(first, crashed(1, death(1)))), pool.workerDied(1, death(1)));
        assertEquals(List.of(new Launch(2)), pool.submitted(second));
    }
}
