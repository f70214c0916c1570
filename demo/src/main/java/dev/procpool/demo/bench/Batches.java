package dev.procpool.demo.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Tasks in batches, of which all are submitted before the first result is asked for. */
public final class Batches {

    private Batches() {}

    /**
     * Runs batches for so long, and at least one.
     *
     * @param submit submits a task that returns what {@link Answers} expects of its number
     * @return tasks in a second
     */
    public static double tasksPerSecond(long forNanos, int batchTasks, IntFunction<Future<Integer>> submit)
            throws WrongAnswerException, ExecutionException, InterruptedException {
        List<Future<Integer>> futures = new ArrayList<>(batchTasks);
        long tasks = 0;
        long first = System.nanoTime();
        long elapsedNanos;
        do {
            for (int number = 0; number < batchTasks; number++) {
                futures.add(submit.apply(number));
            }
            for (int number = 0; number < batchTasks; number++) {
                Answers.check(number, futures.get(number).get());
            }
            futures.clear();
            tasks += batchTasks;
            elapsedNanos = System.nanoTime() - first;
        } while (elapsedNanos < forNanos);
        return tasks * 1e9 / elapsedNanos;
    }
}
