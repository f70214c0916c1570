package dev.procpool.demo.stores;

import dev.procpool.demo.bench.BenchPool;
import dev.procpool.demo.bench.Measurement;
import dev.procpool.demo.bench.Metric;
import dev.procpool.demo.bench.PrivateMemory;
import dev.procpool.demo.bench.Samples;
import dev.procpool.internal.process.PrivateDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * One store: built once, in the warm-up; opened in a fresh worker in each round; looked up in a worker of its own that
 * stays, so that its JIT knows this store only, as that of a program that has chosen one.
 */
final class StoreMeasurement implements Measurement {

    private static final double BYTES_PER_MIB = 1 << 20;
    private static final Entries SMALL = new Entries(1000);

    private final Store store;
    private final Entries entries;
    private final int batch;
    private final PrivateDirectory directory;
    private final BenchPool worker = new BenchPool();

    /** What is measured once. Null until the warm-up. */
    private Facts facts;

    private long seed;

    /** The workers of a part of a round, or of the last; replaced as a whole. */
    private volatile List<BenchPool> guests = List.of();

    /** Once true, always true. */
    private volatile boolean closed;

    /** @param growthMib not a number if this system does not say */
    private record Facts(Store.Handle handle, double buildSeconds, double fileMib, double growthMib) {}

    /** @param batch lookups between two looks at the clock, and so many to have code compiled */
    StoreMeasurement(Store store, Entries entries, int batch, PrivateDirectory directory) {
        this.store = store;
        this.entries = entries;
        this.batch = batch;
        this.directory = directory;
    }

    @Override
    public Set<? extends Metric> figures() {
        return Set.copyOf(StoreFigure.all(store.name()));
    }

    @Override
    public void measure(long nanosPerFigure, Samples samples) throws Exception {
        if (facts == null) {
            facts = build();
        }
        Store.Handle handle = facts.handle();
        samples.add(figure(StoreFigure.Kind.BUILD), facts.buildSeconds());
        samples.add(figure(StoreFigure.Kind.FILE), facts.fileMib());
        if (Double.isNaN(facts.growthMib())) {
            samples.absent(figure(StoreFigure.Kind.GROWTH), "this system does not say what memory is private");
        } else {
            samples.add(figure(StoreFigure.Kind.GROWTH), facts.growthMib());
        }
        samples.add(figure(StoreFigure.Kind.OPEN), openMillis(handle));
        samples.add(figure(StoreFigure.Kind.HITS), lookupsPerSecond(handle, false, nanosPerFigure));
        samples.add(figure(StoreFigure.Kind.MISSES), lookupsPerSecond(handle, true, nanosPerFigure));
    }

    private StoreFigure figure(StoreFigure.Kind kind) {
        return new StoreFigure(store.name(), kind);
    }

    private Facts build() throws Exception {
        Store.Handle small = store.build(SMALL, path("-small")).handle();
        long before = System.nanoTime();
        Store.Built built = store.build(entries, path(""));
        double seconds = (System.nanoTime() - before) / 1e9;
        double growth = PrivateMemory.isKnown() ? growthMib(built.handle(), small) : Double.NaN;
        return new Facts(built.handle(), seconds, built.bytes() / BYTES_PER_MIB, growth);
    }

    private Path path(String suffix) {
        return directory.resolve(store.name() + suffix);
    }

    private double openMillis(Store.Handle handle) throws Exception {
        Entries all = entries;
        int number = entries.count() / 2;
        try (var fresh = new BenchPool()) {
            use(fresh);
            return fresh.open()
                            .submit(() -> StoreTasks.firstLookup(handle, all, number))
                            .get()
                    / 1e6;
        }
    }

    private double lookupsPerSecond(Store.Handle handle, boolean missing, long nanos) throws Exception {
        Entries all = entries;
        int size = batch;
        long ownSeed = seed++;
        return worker.open()
                .submit(() -> StoreTasks.lookupsPerSecond(handle, all, size, missing, nanos, ownSeed))
                .get();
    }

    /** Each worker's own growth, on average. A page of a file counts as shared only when both have read it. */
    private double growthMib(Store.Handle handle, Store.Handle small) throws Exception {
        Entries all = entries;
        int warmUp = batch;
        try (var one = PrivateGrowth.worker();
                var other = PrivateGrowth.worker()) {
            use(one, other);
            return PrivateGrowth.mib(
                    guests, () -> StoreTasks.warmUp(small, SMALL, warmUp), () -> StoreTasks.touchAll(handle, all));
        }
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
