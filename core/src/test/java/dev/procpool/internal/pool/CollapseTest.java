package dev.procpool.internal.pool;

import static dev.procpool.internal.pool.Given.NOTHING;
import static dev.procpool.internal.pool.Given.NOW;
import static dev.procpool.internal.pool.Given.death;
import static dev.procpool.internal.pool.Given.poolOf;
import static dev.procpool.internal.pool.Given.retainedValue;
import static dev.procpool.internal.pool.Given.task;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procpool.internal.pool.Effect.Break;
import dev.procpool.internal.pool.Effect.FailBroken;
import dev.procpool.internal.pool.Effect.FailUndecodable;
import dev.procpool.internal.pool.Effect.Kill;
import dev.procpool.internal.pool.Effect.Terminated;
import dev.procpool.testing.Patience;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** After an exception of the pool's own nobody waits for ever. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class CollapseTest {

    private final Breakage.Fault fault = new Breakage.Fault(new IllegalStateException("a bug"));

    @Test
    void allTasksFailAndAllWorkersAreKilledWhateverTheyDo() {
        PendingTask asked = task(1);
        PendingTask running = task(2);
        PendingTask waiting = task(3);
        var reason = new IOException("not decoded");
        PoolState pool = poolOf(2);
        pool.submitted(asked);
        pool.answered(asked.attempt().worker.number, 1, retainedValue());
        pool.resultUndecodable(asked.attempt().worker.number, asked, reason);
        pool.submitted(running);
        pool.taskStarted(running.attempt().worker.number, 2, NOW);
        pool.submitted(task(4));
        pool.submitted(waiting);
        PendingTask sent = pool.taskAt(3 - running.attempt().worker.number, 4);

        assertEquals(
                List.of(
                        new Break(fault),
                        new FailBroken(inOrderOfWorkers(waiting, running, sent), fault),
                        new FailUndecodable(asked, reason),
                        new Kill(1),
                        new Kill(2)),
                pool.collapsed(fault.reason()));
    }

    private static List<PendingTask> inOrderOfWorkers(PendingTask waiting, PendingTask one, PendingTask other) {
        return one.attempt().worker.number == 1 ? List.of(waiting, one, other) : List.of(waiting, other, one);
    }

    @Test
    void itsLimitsAndItsWorkersLastWordsAreOfNoConsequenceToATaskThatHasFailed() {
        PendingTask limited = task(1, 500, 3);
        PoolState pool = poolOf(1);
        pool.submitted(limited);
        pool.taskStarted(1, 1, NOW);
        pool.collapsed(fault.reason());

        assertEquals(NOTHING, pool.timeoutExpired(limited, 1, NOW + 501));
        assertEquals(NOTHING, pool.answered(1, 1, Given.value()));
        assertEquals(NOTHING, pool.shutdown());
        assertEquals(List.of(new Terminated()), pool.workerDied(1, death(1)));
    }
}
