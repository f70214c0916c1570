package dev.procpool.shared;

/**
 * Strings that are ASCII, whose UTF-8 bytes are their chars: hashed and compared without making the bytes. Words as
 * {@link ByteWords} makes them.
 */
final class AsciiKey {

    /** Not the hash of any key that matters: who gets it goes the longer way, which is right for every key. */
    static final long NOT_ASCII = 0;

    private static final int FIRST_NOT_ASCII = 0x80;

    private AsciiKey() {}

    /** What {@link KeyHash#ofBytes} makes of the bytes, or {@link #NOT_ASCII}. */
    static long hash(String key) {
        int length = key.length();
        int seen = 0;
        for (int at = 0; at < length; at++) {
            seen |= key.charAt(at);
        }
        long h = KeyHash.begin(length);
        for (int at = 0; at < length; at += Long.BYTES) {
            h = KeyHash.next(h, word(key, at));
        }
        return seen < FIRST_NOT_ASCII ? KeyHash.end(h) : NOT_ASCII;
    }

    /** The word that begins at this char, a multiple of 8, of a string that is ASCII. */
    static long word(String key, int at) {
        if (at <= key.length() - Long.BYTES) {
            return word(
                    key.charAt(at),
                    key.charAt(at + 1),
                    key.charAt(at + 2),
                    key.charAt(at + 3),
                    key.charAt(at + 4),
                    key.charAt(at + 5),
                    key.charAt(at + 6),
                    key.charAt(at + 7));
        }
        long last = 0;
        for (int i = key.length() - 1; i >= at; i--) {
            last = last << Byte.SIZE | key.charAt(i);
        }
        return last;
    }

    private static long word(int c0, int c1, int c2, int c3, int c4, int c5, int c6, int c7) {
        int low = c0 | c1 << 8 | c2 << 16 | c3 << 24;
        long high = c4 | c5 << 8 | c6 << 16 | c7 << 24;
        return high << Integer.SIZE | Integer.toUnsignedLong(low);
    }
}
