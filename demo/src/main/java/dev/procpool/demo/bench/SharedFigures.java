package dev.procpool.demo.bench;

import dev.procpool.TaskFuture;
import dev.procpool.internal.process.PrivateDirectory;
import dev.procpool.shared.SharedLongs;
import java.nio.file.Path;
import java.util.Set;

/**
 * A large file in two workers that have just been started, in each round: what the first read costs, and how much of the
 * file each worker holds for itself after reading all of it. Each worker has a pool of its own, so that it is certain who
 * runs what; to the system that is the same as two workers of one pool.
 */
final class SharedFigures implements Measurement {

    private static final double KIB_PER_MIB = 1024;

    private final PrivateDirectory scratch;
    private final long bytes;
    private SharedLongs data;
    private long sum;

    /** The ones of this round, or of the last; replaced as a whole. */
    private volatile BenchPool[] pools = {};

    /** Once true, always true. */
    private volatile boolean closed;

    SharedFigures(PrivateDirectory scratch, long bytes) {
        this.scratch = scratch;
        this.bytes = bytes;
    }

    @Override
    public Set<Figure> figures() {
        return Set.of(Figure.SHARED_OPEN, Figure.SHARED_GROWTH);
    }

    @Override
    public void measure(long nanosPerFigure, Samples samples) throws Exception {
        if (!PrivateMemory.isKnown()) {
            samples.absent(Figure.SHARED_GROWTH, "this system does not say what memory is private");
        }
        if (data == null) {
            Path file = scratch.resolve("shared.longs");
            String whyNot = SharedFile.whyNot(file.getParent(), bytes);
            if (whyNot != null) {
                samples.absent(Figure.SHARED_OPEN, whyNot);
                samples.absent(Figure.SHARED_GROWTH, whyNot);
                return;
            }
            data = SharedFile.write(file, bytes);
            sum = SharedFile.expectedSum(data.length());
        }
        try (var one = new BenchPool();
                var other = new BenchPool()) {
            pools = new BenchPool[] {one, other};
            if (closed) {
                throw new IllegalStateException("closed");
            }
            samples.add(Figure.SHARED_OPEN, (openMillis(one) + openMillis(other)) / 2);
            if (PrivateMemory.isKnown()) {
                samples.add(Figure.SHARED_GROWTH, growthMib(one, other));
            }
        }
    }

    private double openMillis(BenchPool worker) throws Exception {
        SharedLongs handle = data;
        long index = handle.length() / 2;
        long[] read =
                worker.open().submit(() -> SharedFile.firstRead(handle, index)).get();
        WrongAnswerException.unlessEqual("the first read", SharedFile.valueAt(index), read[1]);
        return read[0] / 1e6;
    }

    /** Each worker's own growth, on average. A page counts as shared only when both have read it. */
    private double growthMib(BenchPool one, BenchPool other) throws Exception {
        long before = privateKib(one) + privateKib(other);
        TaskFuture<Long> sumInOne = submitSum(one);
        TaskFuture<Long> sumInOther = submitSum(other);
        WrongAnswerException.unlessEqual("the sum of all", sum, sumInOne.get());
        WrongAnswerException.unlessEqual("the sum of all", sum, sumInOther.get());
        long after = privateKib(one) + privateKib(other);
        return (after - before) / 2 / KIB_PER_MIB;
    }

    private TaskFuture<Long> submitSum(BenchPool worker) {
        SharedLongs handle = data;
        return worker.open().submit(() -> SharedFile.sum(handle));
    }

    private static long privateKib(BenchPool worker) throws Exception {
        return worker.open().submit(PrivateMemory::kibibytes).get();
    }

    @Override
    public void close() {
        closed = true;
        for (BenchPool pool : pools) {
            pool.close();
        }
    }
}
