package dev.procpool.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Keys of 16 bytes with one hash, computed: the second word takes back what the first one did to the state. */
final class EqualHashes {

    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(Long.SIZE);

    private EqualHashes() {}

    static List<byte[]> keys(int count) {
        long begin = KeyHash.begin(2 * Long.BYTES);
        long wanted = KeyHash.next(begin, 1) ^ mixed(0);
        List<byte[]> keys = new ArrayList<>();
        for (long first = 1; first <= count; first++) {
            long second = unmixed(wanted ^ KeyHash.next(begin, first));
            byte[] key = ByteBuffer.allocate(2 * Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(first)
                    .putLong(second)
                    .array();
            keys.add(key);
            assertEquals(KeyHash.ofBytes(keys.get(0)), KeyHash.ofBytes(key));
        }
        return keys;
    }

    /** What {@link KeyHash#next} XORs into the state. */
    private static long mixed(long word) {
        return Long.rotateLeft(word * 0xC2B2AE3D27D4EB4FL, 31) * 0x9E3779B185EBCA87L;
    }

    private static long unmixed(long mixed) {
        return Long.rotateRight(mixed * inverse(0x9E3779B185EBCA87L), 31) * inverse(0xC2B2AE3D27D4EB4FL);
    }

    private static long inverse(long odd) {
        return BigInteger.valueOf(odd).mod(TWO_TO_64).modInverse(TWO_TO_64).longValue();
    }
}
