package dev.procpool.demo.stores;

import dev.procpool.demo.bench.Metric;
import java.util.ArrayList;
import java.util.List;

/** One figure of one store. */
record StoreFigure(String store, Kind kind) implements Metric {

    enum Kind {
        /** From the entries to the file, in the parent. */
        BUILD("build_s", "s"),
        /** All its files. */
        FILE("file_mib", "MiB"),
        /** The first lookup in a worker that has just been started: classes, opening and decoding are in it. */
        OPEN("open_ms", "ms"),
        /** Random keys that are there. */
        HITS("lookups_per_s", "1/s"),
        /** Random keys that are not there. */
        MISSES("misses_per_s", "1/s"),
        /** By how much the memory of each of two workers grows that no other process shares, when both find all entries. */
        GROWTH("private_mib", "MiB");

        private final String key;
        private final String unit;

        Kind(String key, String unit) {
            this.key = key;
            this.unit = unit;
        }

        String key() {
            return key;
        }
    }

    @Override
    public String key() {
        return "stores." + store + "." + kind.key;
    }

    @Override
    public String unit() {
        return kind.unit;
    }

    static List<StoreFigure> all(String store) {
        var all = new ArrayList<StoreFigure>();
        for (Kind kind : Kind.values()) {
            all.add(new StoreFigure(store, kind));
        }
        return all;
    }
}
