package dev.procpool.demo.peers;

import dev.procpool.demo.bench.Answers;
import dev.procpool.demo.bench.Batches;
import dev.procpool.demo.bench.Durations;
import java.util.concurrent.TimeUnit;

/** Measures a pool in Java. */
final class JavaRunner implements Runner {

    private final JavaPool pool;

    JavaRunner(JavaPool pool) {
        this.pool = pool;
    }

    @Override
    public double rttMicros(long forNanos, int taskMicros) throws Exception {
        long busyNanos = TimeUnit.MICROSECONDS.toNanos(taskMicros);
        return Durations.repeat(
                                forNanos,
                                number -> pool.submit(number, busyNanos).get(),
                                Answers::check)
                        .medianNanos()
                / 1e3;
    }

    @Override
    public double tasksPerSecond(long forNanos, int batchTasks, int taskMicros) throws Exception {
        long busyNanos = TimeUnit.MICROSECONDS.toNanos(taskMicros);
        return Batches.tasksPerSecond(forNanos, batchTasks, number -> pool.submit(number, busyNanos));
    }

    @Override
    public double mapPerSecond(int inputs) {
        throw new UnsupportedOperationException("it has no map, or it is measured elsewhere");
    }

    @Override
    public void close() {
        pool.close();
    }
}
