package dev.procpool.shared;

/**
 * The hashes an index is sorted by; part of the file format. They spread keys that were not chosen to collide; whoever
 * can choose keys can make some with equal hashes.
 *
 * <p>For long keys: the finalizer of SplitMix64, which is David Stafford's variant 13 of MurmurHash3's 64-bit finalizer.
 * It is a bijection, so that the hash is as good as the key and the key need not be stored.
 *
 * <p>For bytes: what XXH64 (Yann Collet, seed 0) does with inputs below 32 bytes, here with inputs of any length, in
 * little-endian words of 8 bytes, the last one filled up with zeros. The length goes in first, so the zeros cannot be
 * mistaken.
 */
final class KeyHash {

    private static final long P1 = 0x9E3779B185EBCA87L;
    private static final long P2 = 0xC2B2AE3D27D4EB4FL;
    private static final long P3 = 0x165667B19E3779F9L;
    private static final long P4 = 0x85EBCA77C2B2AE63L;
    private static final long P5 = 0x27D4EB2F165667C5L;

    private static final long M1 = 0xBF58476D1CE4E5B9L;
    private static final long M2 = 0x94D049BB133111EBL;
    private static final long M1_INVERSE = inverse(M1);
    private static final long M2_INVERSE = inverse(M2);

    private KeyHash() {}

    static long ofLong(long key) {
        long h = (key ^ key >>> 30) * M1;
        h = (h ^ h >>> 27) * M2;
        return h ^ h >>> 31;
    }

    /** The key whose hash this is. */
    static long keyOf(long hash) {
        long k = (hash ^ hash >>> 31 ^ hash >>> 62) * M2_INVERSE;
        k = (k ^ k >>> 27 ^ k >>> 54) * M1_INVERSE;
        return k ^ k >>> 30 ^ k >>> 60;
    }

    static long ofBytes(byte[] key) {
        long h = begin(key.length);
        for (int at = 0; at < key.length; at += Long.BYTES) {
            h = next(h, ByteWords.word(key, at));
        }
        return end(h);
    }

    static long begin(int bytes) {
        return P5 + bytes;
    }

    static long next(long state, long word) {
        long h = state ^ Long.rotateLeft(word * P2, 31) * P1;
        return Long.rotateLeft(h, 27) * P1 + P4;
    }

    static long end(long state) {
        long h = (state ^ state >>> 33) * P2;
        h = (h ^ h >>> 29) * P3;
        return h ^ h >>> 32;
    }

    /** Modulo 2^64, of an odd number: Newton's iteration doubles the bits that are right. */
    private static long inverse(long odd) {
        long x = odd; // right in three bits
        for (int bits = 3; bits < Long.SIZE; bits *= 2) {
            x *= 2 - odd * x;
        }
        return x;
    }
}
