package dev.procpool.demo.stores;

import java.io.Serializable;
import java.util.HashMap;

/**
 * The entries every store holds: words with digits, 8 to 24 characters, in no order, each with an int that is not negative.
 * Computed anew wherever they are needed, so that a worker can check each answer and has no list of them.
 *
 * @param count how many; those that come after them are good for keys that are not there
 */
record Entries(int count) implements Serializable {

    private static final int MIN_CHARS = 8;
    private static final int LENGTHS = 17;
    private static final int LETTERS = 26;

    /** The key of an entry, a new String each time. */
    String key(int number) {
        long bits = mix(number);
        // One to one, and what follows the letters: no two keys are the same.
        String digits = Long.toString(Integer.toUnsignedLong(number * 0x9E3779B1));
        int chars = MIN_CHARS + (int) Long.remainderUnsigned(bits, LENGTHS);
        var key = new StringBuilder(chars + 1);
        do {
            bits = bits * 6364136223846793005L + 1442695040888963407L;
            key.append((char) ('a' + Long.remainderUnsigned(bits >>> 32, LETTERS)));
        } while (key.length() + digits.length() < chars);
        return key.append(digits).toString();
    }

    /** The value of an entry. */
    int value(int number) {
        return (int) (mix(number) >>> 33);
    }

    HashMap<String, Integer> toMap() {
        var map = new HashMap<String, Integer>(count * 2);
        for (int number = 0; number < count; number++) {
            map.put(key(number), value(number));
        }
        return map;
    }

    /** The finalizer of MurmurHash3 by Appleby, on the golden ratio. */
    private static long mix(int number) {
        long bits = (number + 1) * 0x9E3779B97F4A7C15L;
        bits = (bits ^ bits >>> 33) * 0xFF51AFD7ED558CCDL;
        bits = (bits ^ bits >>> 33) * 0xC4CEB9FE1A85EC53L;
        return bits ^ bits >>> 33;
    }
}
