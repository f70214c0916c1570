package dev.procpool.demo.bench;

import java.util.concurrent.TimeUnit;

/**
 * How much is measured.
 *
 * @param rounds after the warm-up
 * @param warmUpNanos for each figure that is repeated
 * @param roundNanos for each figure that is repeated, in each round
 * @param batchTasks how many tasks are in flight at once
 * @param mapInputs of the one map in each round; fewer if that takes too long
 * @param sharedBytes the length of the shared file's data
 */
public record BenchPlan(
        int rounds, long warmUpNanos, long roundNanos, int batchTasks, int mapInputs, long sharedBytes) {

    private static final long GIB = 1L << 30;
    private static final int BATCH_TASKS = 10_000;
    private static final int MAP_INPUTS = 1_000_000;

    /** Under three minutes. */
    static BenchPlan full() {
        return new BenchPlan(7, TimeUnit.SECONDS.toNanos(2), TimeUnit.SECONDS.toNanos(1), BATCH_TASKS, MAP_INPUTS, GIB);
    }

    /** About 40 seconds. */
    static BenchPlan brief() {
        return new BenchPlan(
                5,
                TimeUnit.MILLISECONDS.toNanos(500),
                TimeUnit.MILLISECONDS.toNanos(200),
                BATCH_TASKS,
                MAP_INPUTS / 10,
                GIB);
    }
}
