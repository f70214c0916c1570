package dev.procpool.demo.bench;

import dev.procpool.ProcessPool;
import java.util.Iterator;
import java.util.Set;
import java.util.stream.Stream;

/** What a pool of one worker costs, once it is warm. */
final class PoolFigures implements Measurement {

    private final int batchTasks;
    private final BenchPool pool = new BenchPool();
    private final Block block = new Block(Block.MIB);

    PoolFigures(int batchTasks) {
        this.batchTasks = batchTasks;
    }

    @Override
    public Set<Figure> figures() {
        return Set.of(Figure.POOL_RTT, Figure.POOL_RTT_P99, Figure.POOL_TASKS, Figure.POOL_MAP, Figure.POOL_PAYLOAD);
    }

    @Override
    public void measure(long nanosPerFigure, Samples samples) throws Exception {
        ProcessPool workers = pool.open();
        Durations roundTrips = Durations.repeat(
                nanosPerFigure,
                number -> workers.submit(() -> Answers.to(number)).get(),
                Answers::check);
        samples.add(Figure.POOL_RTT, roundTrips.medianNanos() / 1e3);
        samples.add(Figure.POOL_RTT_P99, roundTrips.percentileNanos(99) / 1e3);
        samples.add(
                Figure.POOL_TASKS,
                Batches.tasksPerSecond(nanosPerFigure, batchTasks, number -> workers.submit(() -> Answers.to(number))));
        samples.add(Figure.POOL_MAP, mappedPerSecond(workers, nanosPerFigure));
        samples.add(Figure.POOL_PAYLOAD, block.gigabytesPerSecond(blocks(workers, nanosPerFigure)));
    }

    private static double mappedPerSecond(ProcessPool workers, long forNanos) throws WrongAnswerException {
        var inputs = new TimedInputs(forNanos);
        long before = System.nanoTime();
        int count = 0;
        try (Stream<Integer> results = workers.map(Answers::to, inputs)) {
            for (Iterator<Integer> each = results.iterator(); each.hasNext(); count++) {
                Answers.check(count, each.next());
            }
        }
        long elapsedNanos = System.nanoTime() - before;
        WrongAnswerException.unlessEqual("map (number of elements)", inputs.count(), count);
        return count * 1e9 / elapsedNanos;
    }

    private Durations blocks(ProcessPool workers, long forNanos) throws Exception {
        return Durations.repeat(
                forNanos,
                number -> {
                    byte[] bytes = block.numbered(number);
                    return workers.submit(() -> bytes).get();
                },
                block::check);
    }

    @Override
    public void close() {
        pool.close();
    }
}
