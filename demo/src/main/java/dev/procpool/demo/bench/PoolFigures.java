package dev.procpool.demo.bench;

import dev.procpool.ProcessPool;
import java.util.Iterator;
import java.util.Set;
import java.util.stream.Stream;

/** What a pool of one worker costs, once it is warm. */
public final class PoolFigures implements Measurement {

    /** So long a map may take, as a multiple of other figures' time: then it has no more inputs. */
    private static final int MAP_PATIENCE = 3;

    private final int batchTasks;
    private final int mapInputs;
    private final BenchPool pool = new BenchPool();
    private final BenchPool pipesOnly = new BenchPool(options -> options.byReferenceAbove(Long.MAX_VALUE));
    private final Block block = new Block(Block.MIB);

    public PoolFigures(int batchTasks, int mapInputs) {
        this.batchTasks = batchTasks;
        this.mapInputs = mapInputs;
    }

    @Override
    public Set<Figure> figures() {
        return Set.of(
                Figure.POOL_RTT,
                Figure.POOL_RTT_P99,
                Figure.POOL_TASKS,
                Figure.POOL_MAP,
                Figure.POOL_PAYLOAD,
                Figure.POOL_PAYLOAD_PIPE);
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
        samples.add(Figure.POOL_PAYLOAD_PIPE, block.gigabytesPerSecond(blocks(pipesOnly.open(), nanosPerFigure)));
    }

    private double mappedPerSecond(ProcessPool workers, long forNanos) throws WrongAnswerException {
        var inputs = new TimedInputs(mapInputs, MAP_PATIENCE * forNanos);
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
        pipesOnly.close();
    }
}
