package dev.procpool.demo.stores;

import dev.procpool.demo.bench.BenchPool;
import dev.procpool.demo.bench.Measurement;
import dev.procpool.demo.bench.Metric;
import dev.procpool.demo.bench.PrivateMemory;
import dev.procpool.demo.bench.Samples;
import dev.procpool.internal.process.PrivateDirectory;
import dev.procpool.shared.SharedInts;
import java.util.List;
import java.util.Set;

/** The large file of ints: written in the warm-up, opened by a fresh worker in each round, scanned by one that stays. */
final class ScanMeasurement implements Measurement {

    private static final double BYTES_PER_MIB = 1 << 20;

    /** What a worker needs besides the array. */
    private static final long HEAP_MARGIN_BYTES = 256L << 20;

    /** Of a file to have code compiled. */
    private static final long SMALL_BYTES = 4L << 20;

    private final PrivateDirectory directory;
    private final long bytes;
    private final BenchPool worker;

    /** Null until the warm-up. */
    private IntsFile file;

    /** Not a number if this system does not say. */
    private double growthMib;

    /** The workers of a part of a round, or of the last; replaced as a whole. */
    private volatile List<BenchPool> guests = List.of();

    /** Once true, always true. */
    private volatile boolean closed;

    ScanMeasurement(PrivateDirectory directory, long bytes) {
        this.directory = directory;
        this.bytes = bytes;
        this.worker = new BenchPool("-Xmx" + (bytes + HEAP_MARGIN_BYTES));
    }

    @Override
    public Set<? extends Metric> figures() {
        return Set.of(ScanFigure.values());
    }

    @Override
    public void measure(long nanosPerFigure, Samples samples) throws Exception {
        if (file == null) {
            file = IntsFile.write(directory.resolve("ints"), bytes);
            growthMib = PrivateMemory.isKnown() ? growthMib() : Double.NaN;
        }
        samples.add(ScanFigure.FILE, bytes / BYTES_PER_MIB);
        if (Double.isNaN(growthMib)) {
            samples.absent(ScanFigure.GROWTH, "this system does not say what memory is private");
        } else {
            samples.add(ScanFigure.GROWTH, growthMib);
        }
        samples.add(ScanFigure.OPEN, openMillis());
        scan(nanosPerFigure, samples);
    }

    private double openMillis() throws Exception {
        SharedInts ints = file.ints();
        int index = (int) (ints.length() / 2);
        int expected = IntsFile.valueAt(index);
        try (var fresh = new BenchPool()) {
            use(fresh);
            return fresh.open()
                            .submit(() -> ScanTasks.firstRead(ints, index, expected))
                            .get()
                    / 1e6;
        }
    }

    /** Each worker's own growth, on average. A page of the file counts as shared only when both have read it. */
    private double growthMib() throws Exception {
        IntsFile small = IntsFile.write(directory.resolve("ints-small"), SMALL_BYTES);
        SharedInts smallInts = small.ints();
        int smallSum = small.sum();
        SharedInts ints = file.ints();
        int sum = file.sum();
        try (var one = PrivateGrowth.worker();
                var other = PrivateGrowth.worker()) {
            use(one, other);
            return PrivateGrowth.mib(
                    guests, () -> ScanTasks.touchAll(smallInts, smallSum), () -> ScanTasks.touchAll(ints, sum));
        }
    }

    private void scan(long nanosPerFigure, Samples samples) throws Exception {
        SharedInts ints = file.ints();
        int sum = file.sum();
        double array = 0;
        double slice = 0;
        double copy = 0;
        double scanned = 0;
        do {
            ScanTasks.Times nanos =
                    worker.open().submit(() -> ScanTasks.scan(ints, sum)).get();
            array += nanos.array();
            slice += nanos.slice();
            copy += nanos.copy();
            scanned += bytes;
        } while (array < nanosPerFigure);
        samples.add(ScanFigure.ARRAY, scanned / array);
        samples.add(ScanFigure.SLICE, scanned / slice);
        samples.add(ScanFigure.COPY, scanned / copy);
    }

    private void use(BenchPool... pools) {
        guests = List.of(pools);
        if (closed) {
            throw new IllegalStateException("closed");
        }
    }

    @Override
    public void close() {
        closed = true;
        worker.close();
        guests.forEach(BenchPool::close);
    }
}
