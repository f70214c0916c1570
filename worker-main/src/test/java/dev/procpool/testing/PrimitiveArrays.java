package dev.procpool.testing;

import dev.procpool.bulk.ArrayKind;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Primitive arrays of all kinds, filled with whatever bits there may be. */
public final class PrimitiveArrays {

    private PrimitiveArrays() {}

    /** One of each kind that takes about so many bytes, the same ones each time. */
    public static List<Object> ofBytes(int bytes) {
        return Stream.of(ArrayKind.values())
                .map(kind -> random(kind, Math.max(1, bytes / kind.elementBytes())))
                .toList();
    }

    public static Object random(ArrayKind kind, int length) {
        byte[] bits = new byte[length * kind.elementBytes()];
        new Random(length).nextBytes(bits);
        if (kind == ArrayKind.FLOAT || kind == ArrayKind.DOUBLE) {
            // A NaN with a message of its own is no NaN of Java's; what becomes of it nobody promises.
            for (int i = kind.elementBytes() - 1; i < bits.length; i += kind.elementBytes()) {
                bits[i] &= 0x3f;
            }
        }
        Object array = kind.newArray(length);
        kind.get(array, 0, length, ByteBuffer.wrap(bits), 0);
        return array;
    }
}
