package dev.procpool.demo.peers;

import dev.procpool.demo.bench.BenchPlan;
import java.util.concurrent.TimeUnit;

/**
 * How much is measured.
 *
 * @param bench rounds, and figures that {@code bench} has, too
 * @param curveNanos for each point of the picture, in each round
 * @param idleNanos for how long the idle pool is watched
 * @param queuedTasks how many tasks are to wait at once
 */
record PeersPlan(BenchPlan bench, long curveNanos, long idleNanos, int queuedTasks) {

    private static final int MILLION = 1_000_000;
    private static final int BATCH_TASKS = 10_000;
    private static final int SHORT_BATCH_TASKS = 1_000;

    /** Under six minutes. */
    static PeersPlan full() {
        var bench = new BenchPlan(
                5, TimeUnit.MILLISECONDS.toNanos(800), TimeUnit.MILLISECONDS.toNanos(400), BATCH_TASKS, MILLION, 0);
        return new PeersPlan(bench, TimeUnit.MILLISECONDS.toNanos(60), TimeUnit.SECONDS.toNanos(2), MILLION);
    }

    /** Under two minutes. */
    static PeersPlan brief() {
        var bench = new BenchPlan(
                3,
                TimeUnit.MILLISECONDS.toNanos(200),
                TimeUnit.MILLISECONDS.toNanos(100),
                SHORT_BATCH_TASKS,
                MILLION / 10,
                0);
        return new PeersPlan(bench, TimeUnit.MILLISECONDS.toNanos(20), TimeUnit.SECONDS.toNanos(1), MILLION / 10);
    }
}
