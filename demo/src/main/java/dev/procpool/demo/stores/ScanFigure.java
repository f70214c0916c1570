package dev.procpool.demo.stores;

import dev.procpool.demo.bench.Metric;

/** One large file of ints, read from one end to the other; GB/s are 10^9 bytes a second. */
enum ScanFigure implements Metric {
    /** The first read of the file in a worker that has just been started. */
    OPEN("scan.open_ms", "ms"),
    /** The loop over an int[], in the same worker. */
    ARRAY("scan.array_gbps", "GB/s"),
    /** The loop over {@code SharedInts.slice()}. */
    SLICE("scan.slice_gbps", "GB/s"),
    /** The loop over a block that {@code SharedInts.copyTo} fills again and again. */
    COPY("scan.copy_gbps", "GB/s"),
    /** By how much the memory of each of two workers grows that no other process shares, when both have read all. */
    GROWTH("scan.private_mib", "MiB"),
    /** The length of the file. */
    FILE("scan.file_mib", "MiB");

    private final String key;
    private final String unit;

    ScanFigure(String key, String unit) {
        this.key = key;
        this.unit = unit;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public String unit() {
        return unit;
    }
}
