package dev.procpool.shared;

/**
 * Sorts pairs of longs that lie one after the other in an array by the first of each, unsigned, in place. Radix sort
 * from the most significant digit on (the "American flag sort" of McIlroy, Bostic and McIlroy, 1993), with digits as
 * wide as leaves some pairs for each value of the digit, and insertion sort for what is short. Equal pairs stay in any
 * order.
 */
final class PairSort {

    private static final int INSERTION_PAIRS = 24;
    private static final int PAIRS_PER_BUCKET = 8;
    private static final int MAX_DIGIT_BITS = 11;

    private PairSort() {}

    /** Sorts the pairs in {@code words[from]} to {@code words[to - 1]}. */
    static void sort(long[] words, int from, int to) {
        sort(words, from, to, Long.SIZE);
    }

    /** @param bits how many low bits of the keys still differ */
    private static void sort(long[] words, int from, int to, int bits) {
        int pairs = (to - from) / 2;
        if (pairs <= INSERTION_PAIRS) {
            insertionSort(words, from, to);
            return;
        }
        if (bits == 0) {
            return;
        }
        int wide = Long.SIZE - Long.numberOfLeadingZeros(pairs / PAIRS_PER_BUCKET);
        int digitBits = Math.min(bits, Math.min(wide, MAX_DIGIT_BITS));
        int shift = bits - digitBits;
        int mask = (1 << digitBits) - 1;
        int[] ends = new int[1 << digitBits];
        for (int i = from; i < to; i += 2) {
            ends[(int) (words[i] >>> shift) & mask] += 2;
        }
        int[] next = new int[1 << digitBits];
        int begin = from;
        for (int digit = 0; digit <= mask; digit++) {
            next[digit] = begin;
            begin += ends[digit];
            ends[digit] = begin;
        }
        for (int digit = 0; digit <= mask; digit++) {
            while (next[digit] < ends[digit]) {
                moveHome(words, next, digit, shift, mask);
            }
        }
        begin = from;
        for (int digit = 0; digit <= mask; digit++) {
            sort(words, begin, ends[digit], shift);
            begin = ends[digit];
        }
    }

    /** Follows a cycle of pairs, each of which is where the one before belongs, until one belongs where it began. */
    private static void moveHome(long[] words, int[] next, int digit, int shift, int mask) {
        int hole = next[digit];
        long key = words[hole];
        long value = words[hole + 1];
        int home = (int) (key >>> shift) & mask;
        while (home != digit) {
            int target = next[home];
            next[home] += 2;
            long movedKey = words[target];
            long movedValue = words[target + 1];
            words[target] = key;
            words[target + 1] = value;
            key = movedKey;
            value = movedValue;
            home = (int) (key >>> shift) & mask;
        }
        words[hole] = key;
        words[hole + 1] = value;
        next[digit] = hole + 2;
    }

    private static void insertionSort(long[] words, int from, int to) {
        for (int i = from + 2; i < to; i += 2) {
            long key = words[i];
            long value = words[i + 1];
            int at = i;
            while (at > from && Long.compareUnsigned(words[at - 2], key) > 0) {
                words[at] = words[at - 2];
                words[at + 1] = words[at - 1];
                at -= 2;
            }
            words[at] = key;
            words[at + 1] = value;
        }
    }
}
