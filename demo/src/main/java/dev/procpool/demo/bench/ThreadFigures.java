package dev.procpool.demo.bench;

import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The same tasks in a thread, for those whose tasks could run in one. */
final class ThreadFigures implements Measurement {

    private final int batchTasks;
    private final ExecutorService threads = Executors.newFixedThreadPool(1);

    ThreadFigures(int batchTasks) {
        this.batchTasks = batchTasks;
    }

    @Override
    public Set<Figure> figures() {
        return Set.of(Figure.THREADS_RTT, Figure.THREADS_TASKS);
    }

    @Override
    public void measure(long nanosPerFigure, Samples samples) throws Exception {
        Durations roundTrips = Durations.repeat(
                nanosPerFigure,
                number -> threads.submit(() -> Answers.to(number)).get(),
                Answers::check);
        samples.add(Figure.THREADS_RTT, roundTrips.medianNanos() / 1e3);
        samples.add(
                Figure.THREADS_TASKS,
                Batches.tasksPerSecond(nanosPerFigure, batchTasks, number -> threads.submit(() -> Answers.to(number))));
    }

    @Override
    public void close() {
        // Whoever waits for one that is still queued is told so.
        threads.shutdownNow().forEach(task -> ((Future<?>) task).cancel(false));
    }
}
