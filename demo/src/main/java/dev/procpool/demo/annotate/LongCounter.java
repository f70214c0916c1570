package dev.procpool.demo.annotate;

import java.util.Arrays;

/** Counts how often each positive long was seen. */
final class LongCounter {
    private final LongTable numbers = new LongTable(1 << 12);
    private int[] counts = new int[1 << 12];

    void add(long key) {
        int number = numbers.findOrAdd(key);
        if (number == counts.length) {
            counts = Arrays.copyOf(counts, number * 2);
        }
        counts[number]++;
    }

    int count(long key) {
        int number = numbers.find(key);
        return number == LongTable.ABSENT ? 0 : counts[number];
    }
}
