package dev.procpool.internal.pool;

import static dev.procpool.internal.pool.Given.NOTHING;
import static dev.procpool.internal.pool.Given.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.internal.pool.Effect.AwaitBalance;
import dev.procpool.internal.pool.Effect.Forget;
import dev.procpool.internal.pool.Effect.SendTask;
import dev.procpool.internal.worker.TaskReport;
import dev.procpool.wire.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A worker whose tasks are short gets several; what waits behind a long one comes back when another worker is idle. */
class SeveralTest {

    /** 8 us: 123 of them make a millisecond. */
    private static final int SHORT = 13;

    /** 16 ms. */
    private static final int LONG = 24;

    private final List<PendingTask> tasks = new ArrayList<>();

    private PoolState pool(PoolShape shape, int workers) {
        PoolState pool = shape.opened();
        for (int worker = 1; worker <= workers; worker++) {
            pool.workerGreeted(worker, true);
        }
        return pool;
    }

    private PendingTask task(int id) {
        return tasks.get(id - 1);
    }

    private void submit(PoolState pool, int count) {
        for (int i = 0; i < count; i++) {
            tasks.add(Given.task(tasks.size() + 1));
            pool.submitted(tasks.get(tasks.size() - 1));
        }
    }

    private static List<TaskReport> ran(int log2Nanos, long... ids) {
        List<TaskReport> reports = new ArrayList<>();
        for (long id : ids) {
            reports.add(new TaskReport.Started(id));
            reports.add(new TaskReport.Answered(id, Given.value(), log2Nanos));
        }
        return reports;
    }

    private static List<Long> sent(List<Effect> effects) {
        return effects.stream()
                .filter(SendTask.class::isInstance)
                .map(effect -> ((SendTask) effect).task().id())
                .toList();
    }

    @Test
    void aWorkerThatHasNotShownHowShortTasksAreGetsOne() {
        PoolState pool = pool(PoolShape.of(1), 1);
        submit(pool, 10);

        assertEquals(List.of(2L), sent(pool.reported(1, ran(0, 1), NOW)));
    }

    @Test
    void shortTasksFillAWorkerUpToAMillisecond() {
        PoolState pool = pool(PoolShape.of(1), 1);
        submit(pool, 500);

        List<Long> sent = sent(pool.reported(1, ran(SHORT, 1), NOW));

        assertEquals(LongStream.rangeClosed(2, 1 + sent.size()).boxed().toList(), sent);
        assertEquals(1 + 1_000_000 / (1 << SHORT), sent.size());
    }

    @Test
    void longTasksGoOneByOne() {
        PoolState pool = pool(PoolShape.of(1), 1);
        submit(pool, 10);

        assertEquals(List.of(2L), sent(pool.reported(1, ran(LONG, 1), NOW)));
    }

    @Test
    void aWorkerThatCannotTellWhatItHasNotSentGetsOne() {
        PoolState pool = PoolShape.of(1).greeted();
        submit(pool, 10);

        assertEquals(List.of(2L), sent(pool.reported(1, ran(SHORT, 1), NOW)));
    }

    @Test
    void nobodyGetsMoreThanHisShare() {
        PoolState pool = pool(PoolShape.of(2), 2);
        submit(pool, 12);

        // One in each worker, 10 wait: the one that ends first is given the next, and of the 9 that are left its half.
        assertEquals(6, sent(pool.reported(2, ran(SHORT, 1), NOW)).size());
    }

    @Test
    void aWorkerGetsNoMoreTasksThanItMayRun() {
        PoolState pool = pool(PoolShape.of(1).maxTasks(5), 1);
        submit(pool, 50);

        assertEquals(List.of(2L, 3L, 4L, 5L), sent(pool.reported(1, ran(SHORT, 1), NOW)));
    }

    @Test
    void oneLongTaskAmongShortOnesDoesNotEmptyTheWorkerForGood() {
        PoolState pool = pool(PoolShape.of(1), 1);
        submit(pool, 2_000);
        long next = 1;
        long given = sent(pool.reported(1, ran(SHORT, next++), NOW)).size();
        given += sent(pool.reported(1, ran(LONG, next++), NOW)).size();
        while (next <= 100) {
            given += sent(pool.reported(1, ran(SHORT, next++), NOW)).size();
        }

        assertTrue(given > 200, "given=" + given);
    }

    /** Two workers: the second has a long task and others behind it, the first nothing. */
    private PoolState unbalanced() {
        PoolState pool = pool(PoolShape.of(2), 2);
        submit(pool, 8);
        // The worker that came last is asked first.
        List<TaskReport> reports = new ArrayList<>(ran(SHORT, 1));
        reports.add(new TaskReport.Started(3));
        assertEquals(List.of(3L, 4L, 5L, 6L), sent(pool.reported(2, reports, NOW)));
        assertEquals(List.of(7L, 8L), sent(pool.reported(1, ran(SHORT, 2), NOW)));
        List<Effect> idles = pool.reported(1, ran(SHORT, 7, 8), NOW);
        assertTrue(idles.contains(new AwaitBalance()), idles::toString);
        return pool;
    }

    @Test
    void whatWaitsBehindALongTaskIsCalledBackAndGoesToWhoeverIsIdle() {
        PoolState pool = unbalanced();

        List<Effect> called = pool.balanceDue();

        assertTrue(
                called.containsAll(
                        List.of(new Forget(2, task(6), 1), new Forget(2, task(5), 1), new Forget(2, task(4), 1))),
                called::toString);
        var notRun = new TaskReport.Answered(6, Given.failed(Failure.Kind.CANCELLED), 0);
        List<Effect> effects = pool.reported(2, List.of(notRun), NOW);
        assertTrue(effects.contains(new SendTask(1, task(6), 1)), effects::toString);
    }

    @Test
    void whatTheWorkerHadBegunWithStays() {
        PoolState pool = unbalanced();
        pool.balanceDue();

        List<Effect> effects = pool.reported(2, ran(SHORT, 3, 4), NOW);

        assertEquals(
                2, effects.stream().filter(Effect.Complete.class::isInstance).count(), effects::toString);
    }

    @Test
    void aWorkerThatGoesOnKeepsItsTasks() {
        PoolState pool = unbalanced();
        pool.reported(2, ran(SHORT, 3), NOW);

        assertFalse(pool.balanceDue().stream().anyMatch(Forget.class::isInstance));
    }

    @Test
    void withNobodyIdleNothingIsCalledBack() {
        PoolState pool = unbalanced();
        submit(pool, 1);

        assertEquals(NOTHING, pool.balanceDue());
    }

    @Test
    void aCancelledTaskThatWaitsDoesNotCostTheOneThatRunsItsWorker() {
        PoolState pool = pool(PoolShape.of(1), 1);
        submit(pool, 3);
        pool.reported(1, ran(SHORT, 1), NOW);
        pool.reported(1, List.of(new TaskReport.Started(2)), NOW);
        pool.cancelled(task(3), true);

        assertEquals(NOTHING, pool.graceExpired(1, task(3), 1));
    }

    @Test
    void aTaskThatWaitsBehindALongOneIsNoReasonToKillTheWorker() {
        PoolState pool = pool(PoolShape.of(1), 1);
        submit(pool, 3);
        pool.reported(1, ran(SHORT, 1), NOW);
        pool.reported(1, List.of(new TaskReport.Started(2)), NOW);

        for (int i = 0; i < 10; i++) {
            List<Effect> effects = pool.beginLimitExpired(1, 3, 1);
            assertFalse(effects.stream().anyMatch(Effect.Kill.class::isInstance), effects::toString);
        }
    }

    @Test
    void aDeathFailsTheTaskThatRanAndCostsThoseThatWaitedNothing() {
        PoolState pool = pool(PoolShape.of(1), 1);
        submit(pool, 3);
        pool.reported(1, ran(SHORT, 1), NOW);
        pool.reported(1, List.of(new TaskReport.Started(2)), NOW);

        List<Effect> effects = pool.workerDied(1, Given.death(1));

        assertEquals(1, effects.stream().filter(Effect.Fail.class::isInstance).count(), effects::toString);
        assertEquals(List.of(3L), sent(pool.workerGreeted(2, true)));
    }
}
