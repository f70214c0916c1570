package dev.procpool.demo.annotate;

import java.util.Arrays;

/**
 * Gives each distinct positive long a number, 0, 1, 2 and so on in order of first sight. Open addressing over two
 * arrays: millions of keys at 16 bytes or so each, where a HashMap takes four times that and boxes.
 */
final class LongTable {
    static final int ABSENT = -1;

    private long[] keys;
    private int[] numbers;
    private int size;

    LongTable(int expected) {
        int capacity = Integer.highestOneBit(Math.max(8, expected)) * 4;
        keys = new long[capacity];
        numbers = new int[capacity];
    }

    int size() {
        return size;
    }

    int find(long key) {
        int at = place(key);
        return keys[at] == key ? numbers[at] : ABSENT;
    }

    int findOrAdd(long key) {
        int at = place(key);
        if (keys[at] == key) {
            return numbers[at];
        }
        keys[at] = key;
        numbers[at] = size++;
        if (size * 2 > keys.length) {
            grow();
        }
        return size - 1;
    }

    /** The keys, each at its number. */
    long[] keysByNumber() {
        long[] result = new long[size];
        for (int at = 0; at < keys.length; at++) {
            if (keys[at] != 0) {
                result[numbers[at]] = keys[at];
            }
        }
        return result;
    }

    private int place(long key) {
        assert key != 0 : "0 marks a free place";
        int mask = keys.length - 1;
        long mixed = key * 0x9E3779B97F4A7C15L;
        int at = (int) (mixed >>> 32 ^ mixed >>> 50) & mask;
        while (keys[at] != 0 && keys[at] != key) {
            at = at + 1 & mask;
        }
        return at;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldNumbers = numbers;
        keys = new long[oldKeys.length * 2];
        numbers = new int[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int at = place(oldKeys[i]);
                keys[at] = oldKeys[i];
                numbers[at] = oldNumbers[i];
            }
        }
    }

    @Override
    public String toString() {
        return "LongTable" + Arrays.toString(keysByNumber());
    }
}
