package dev.procpool.shared;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class PairSortTest {

    @Test
    void sortsKeysThatAreSpreadAlikeOrAllEqualWithTheirValues() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        LongSupplier[] keys = {
            random::nextLong,
            () -> random.nextInt(5),
            () -> (long) random.nextInt(5) << 60,
            () -> 42,
            () -> random.nextLong() & 0xFF_0000_00FFL,
            () -> random.nextBoolean() ? -1 : 0
        };
        for (int kind = 0; kind < keys.length; kind++) {
            for (int pairs : new int[] {0, 1, 2, 24, 25, 1_000, 100_000}) {
                long[][] expected = new long[pairs][];
                long[] words = new long[2 * pairs + 2];
                words[0] = words[2 * pairs + 1] = 7;
                for (int i = 0; i < pairs; i++) {
                    long key = keys[kind].getAsLong();
                    expected[i] = new long[] {key, i};
                    words[1 + 2 * i] = key;
                    words[2 + 2 * i] = i;
                }
                PairSort.sort(words, 1, 1 + 2 * pairs);
                long[][] sorted = new long[pairs][];
                for (int i = 0; i < pairs; i++) {
                    sorted[i] = new long[] {words[1 + 2 * i], words[2 + 2 * i]};
                }
                String label = "seed=" + seed + " kind=" + kind + " pairs=" + pairs;
                assertArrayEquals(keysOf(inOrder(expected, false)), keysOf(sorted), label);
                assertArrayEquals(inOrder(expected, true), inOrder(sorted, true), label);
                assertArrayEquals(new long[] {7, 7}, new long[] {words[0], words[2 * pairs + 1]}, label);
            }
        }
    }

    private static long[][] inOrder(long[][] pairs, boolean andValue) {
        long[][] copy = pairs.clone();
        Comparator<long[]> byKey = (a, b) -> Long.compareUnsigned(a[0], b[0]);
        Arrays.sort(copy, andValue ? byKey.thenComparing((a, b) -> Long.compare(a[1], b[1])) : byKey);
        return copy;
    }

    private static long[] keysOf(long[][] pairs) {
        return Arrays.stream(pairs).mapToLong(pair -> pair[0]).toArray();
    }
}
