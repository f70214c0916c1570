package dev.procpool.shared;

/**
 * The payload of a file of n strings. The table comes last, because a writer knows it last.
 *
 * <pre>
 *  +--------------------------------------------------------+
 *  | UTF-8 bytes of string 0, 1, ... n-1, without gaps      |
 *  +--------------------------------------------------------+
 *  | 0 to 7 zero bytes, up to a multiple of 8               |
 *  +--------------------------------------------------------+ payload length - 8 (n + 1)
 *  | n + 1 longs: where string i begins, and where the last |
 *  | one ends                                               |
 *  +--------------------------------------------------------+
 * </pre>
 */
final class StringsLayout {

    static final int OFFSET_BYTES = Long.BYTES;

    private StringsLayout() {}

    /** Where the table begins. */
    static long tableOffset(long length, long payloadBytes) {
        return payloadBytes - tableBytes(length);
    }

    static long tableBytes(long length) {
        return (length + 1) * OFFSET_BYTES;
    }

    static boolean fits(long length, long payloadBytes) {
        return length >= 0
                && length < Long.MAX_VALUE / OFFSET_BYTES
                && payloadBytes % OFFSET_BYTES == 0
                && payloadBytes >= tableBytes(length);
    }
}
