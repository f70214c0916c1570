package dev.procpool.demo.peers;

import dev.procpool.ProcessPool;
import dev.procpool.demo.bench.Answers;
import dev.procpool.demo.bench.Batches;
import dev.procpool.demo.bench.BenchPool;
import dev.procpool.demo.bench.Measurement;
import dev.procpool.demo.bench.Metric;
import dev.procpool.demo.bench.Samples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Future;

/** Several workers: more of them than processors, and tasks of very different lengths. */
final class WorkersFigures implements Measurement {

    private static final int FEW = 2;
    private static final int MANY = 8;

    private static final long SHORT_NANOS = 10_000;
    private static final long LONG_NANOS = 100_000_000;
    private static final int SHORT_TASKS = 10_000;
    private static final int LONG_TASKS = 10;

    private final int batchTasks;
    private final BenchPool few = new BenchPool(options -> options.workers(FEW));
    private final BenchPool many = new BenchPool(options -> options.workers(MANY));
    private final Random random = new Random(LONG_TASKS);

    WorkersFigures(int batchTasks) {
        this.batchTasks = batchTasks;
    }

    @Override
    public Set<Metric> figures() {
        return Set.of(GoalFigure.WORKERS_2, GoalFigure.WORKERS_8, GoalFigure.MIXED, GoalFigure.MIXED_IDEAL);
    }

    @Override
    public void measure(long nanosPerFigure, Samples samples) throws Exception {
        samples.add(GoalFigure.WORKERS_2, shortTasksPerSecond(few, nanosPerFigure));
        samples.add(GoalFigure.WORKERS_8, shortTasksPerSecond(many, nanosPerFigure));
        samples.add(GoalFigure.MIXED, mixedMillis(few.open()));
        samples.add(GoalFigure.MIXED_IDEAL, (SHORT_TASKS * SHORT_NANOS + LONG_TASKS * LONG_NANOS) / 1e6 / FEW);
    }

    private double shortTasksPerSecond(BenchPool pool, long forNanos) throws Exception {
        ProcessPool workers = pool.open();
        return Batches.tasksPerSecond(
                forNanos, batchTasks, number -> workers.submit(() -> Work.answer(number, SHORT_NANOS)));
    }

    private double mixedMillis(ProcessPool workers) throws Exception {
        List<Long> lengths = new ArrayList<>(Collections.nCopies(SHORT_TASKS, SHORT_NANOS));
        lengths.addAll(Collections.nCopies(LONG_TASKS, LONG_NANOS));
        Collections.shuffle(lengths, random);
        List<Future<Integer>> results = new ArrayList<>(lengths.size());
        long before = System.nanoTime();
        for (int i = 0; i < lengths.size(); i++) {
            int number = i;
            long nanos = lengths.get(i);
            results.add(workers.submit(() -> Work.answer(number, nanos)));
        }
        for (int i = 0; i < lengths.size(); i++) {
            Answers.check(i, results.get(i).get());
        }
        return (System.nanoTime() - before) / 1e6;
    }

    @Override
    public void close() {
        few.close();
        many.close();
    }
}
