package dev.procpool.demo.stores;

import dev.procpool.demo.bench.Goal;
import dev.procpool.demo.bench.Metric;
import dev.procpool.demo.bench.Samples;
import dev.procpool.demo.stores.StoreFigure.Kind;
import java.util.List;
import java.util.OptionalDouble;

/** Computes the goals' figures from the medians of a run. */
final class Goals {

    static final Goal OPEN = Goal.most("open_ms", "ms", "large file opened in a fresh worker", 10);
    static final Goal INTS_GROWTH =
            Goal.most("ints_private_percent", "%", "private growth by reading the large file", 1);
    static final Goal INDEX_GROWTH =
            Goal.most("index_private_percent", "%", "private growth by finding all of the index", 1);
    static final Goal BEST_MAPPED = Goal.least("lookups_to_mapped", "x", "lookups, to the best other mapped store", 1);
    static final Goal HASH_MAP = Goal.most("hash_map_to_lookups", "x", "lookups of the best HashMap, to the index", 3);
    static final Goal SCAN = Goal.least("scan_to_array", "x", "scan by slice or copyTo, the better, to int[]", 0.8);

    static final List<Goal> ALL = List.of(OPEN, INTS_GROWTH, INDEX_GROWTH, BEST_MAPPED, HASH_MAP, SCAN);

    private static final double PERCENT = 100;

    private final List<Store> stores;

    /** @param stores the first is the one with the goals */
    Goals(List<Store> stores) {
        this.stores = stores;
    }

    /** Adds what can be computed from what was measured. */
    void addTo(Samples samples) {
        add(OPEN, 1, List.of(ScanFigure.OPEN), List.of(), samples);
        add(INTS_GROWTH, PERCENT, List.of(ScanFigure.GROWTH), List.of(ScanFigure.FILE), samples);
        add(INDEX_GROWTH, PERCENT, own(Kind.GROWTH), own(Kind.FILE), samples);
        add(BEST_MAPPED, 1, own(Kind.HITS), others(true), samples);
        add(HASH_MAP, 1, others(false), own(Kind.HITS), samples);
        add(SCAN, 1, List.of(ScanFigure.SLICE, ScanFigure.COPY), List.of(ScanFigure.ARRAY), samples);
    }

    /** The best of the one, divided by the best of the other, if any. */
    private static void add(
            Goal goal, double factor, List<? extends Metric> of, List<? extends Metric> by, Samples in) {
        OptionalDouble value = best(of, in);
        OptionalDouble divisor = by.isEmpty() ? OptionalDouble.of(1) : best(by, in);
        if (value.isPresent() && divisor.isPresent()) {
            in.add(goal, factor * value.getAsDouble() / divisor.getAsDouble());
        }
    }

    private static OptionalDouble best(List<? extends Metric> metrics, Samples samples) {
        return metrics.stream()
                .filter(samples::has)
                .mapToDouble(samples::median)
                .max();
    }

    private List<Metric> own(Kind kind) {
        return List.of(new StoreFigure(stores.get(0).name(), kind));
    }

    private List<StoreFigure> others(boolean mapped) {
        return stores.stream()
                .skip(1)
                .filter(store -> store.isMapped() == mapped)
                .map(store -> new StoreFigure(store.name(), Kind.HITS))
                .toList();
    }
}
