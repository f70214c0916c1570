package dev.procpool.shared;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Bytes as little-endian longs, the last one filled up with zeros: the form in which an index hashes and stores them. */
final class ByteWords {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private ByteWords() {}

    /** The word that begins at this byte, a multiple of 8. */
    static long word(byte[] bytes, int at) {
        int left = bytes.length - at;
        if (left >= Long.BYTES) {
            return (long) LONG.get(bytes, at);
        }
        if (bytes.length >= Long.BYTES) {
            return (long) LONG.get(bytes, bytes.length - Long.BYTES) >>> (Long.BYTES - left) * Byte.SIZE;
        }
        long word = 0;
        for (int i = 0; i < left; i++) {
            word |= (bytes[at + i] & 0xFFL) << i * Byte.SIZE;
        }
        return word;
    }

    /** The bytes that were put into these words. */
    static byte[] bytes(long[] words, int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (words[i / Long.BYTES] >>> i % Long.BYTES * Byte.SIZE);
        }
        return bytes;
    }
}
