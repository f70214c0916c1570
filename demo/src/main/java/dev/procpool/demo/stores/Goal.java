package dev.procpool.demo.stores;

import dev.procpool.demo.bench.Metric;

/**
 * What the shared files are to reach.
 *
 * @param what for people
 * @param most whether the limit is the most or the least it may be
 */
record Goal(String key, String unit, String what, boolean most, double limit) implements Metric {

    static final Goal OPEN = most("open_ms", "ms", "large file opened in a fresh worker", 10);
    static final Goal INTS_GROWTH = most("ints_private_percent", "%", "private growth by reading the large file", 1);
    static final Goal INDEX_GROWTH =
            most("index_private_percent", "%", "private growth by finding all of the index", 1);
    static final Goal BEST_MAPPED = least("lookups_to_mapped", "x", "lookups, to the best other mapped store", 1);
    static final Goal HASH_MAP = most("hash_map_to_lookups", "x", "lookups of the best HashMap, to the index", 3);
    static final Goal SCAN = least("scan_to_array", "x", "scan by slice or copyTo, the better, to int[]", 0.8);

    private static Goal most(String key, String unit, String what, double limit) {
        return new Goal("goals." + key, unit, what, true, limit);
    }

    private static Goal least(String key, String unit, String what, double limit) {
        return new Goal("goals." + key, unit, what, false, limit);
    }

    boolean isReached(double value) {
        return most ? value <= limit : value >= limit;
    }
}
