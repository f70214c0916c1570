package dev.procpool.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The layout of what {@link PlainCodec} writes, little-endian. A value is a tag and what belongs to it:
 *
 * <pre>{@code
 *   tag             what follows
 *   NULL TRUE FALSE nothing
 *   BYTE            1 byte
 *   SHORT CHAR      2 bytes
 *   INT FLOAT       4 bytes
 *   LONG DOUBLE     8 bytes
 *   LATIN1          length (4) | length bytes
 *   UTF16           length (4) | 2 * length bytes
 *   LAMBDA          length of the form (4) | its hash (4) | the form | as many values as it captures
 *   PARTS           number of parts (4) | runs, until there are as many parts
 *
 *   run             kind (1) | number of parts in it (4) | the parts
 *   INTS            4 bytes each
 *   LONGS DOUBLES   8 bytes each
 *   VALUES          a value each
 *   BODIES          kind (1) | length (4) | bytes, each
 * }</pre>
 *
 * The form is what a lambda's class says of it, with no captured value: the same bytes for all lambdas from one place in the
 * source. {@link LambdaForm} shows it.
 */
final class PlainLayout {

    static final byte NULL = 0;
    static final byte TRUE = 1;
    static final byte FALSE = 2;
    static final byte BYTE = 3;
    static final byte SHORT = 4;
    static final byte CHAR = 5;
    static final byte INT = 6;
    static final byte FLOAT = 7;
    static final byte LONG = 8;
    static final byte DOUBLE = 9;
    static final byte LATIN1 = 10;
    static final byte UTF16 = 11;
    static final byte LAMBDA = 12;
    static final byte PARTS = 13;

    static final byte INTS = 20;
    static final byte LONGS = 21;
    static final byte DOUBLES = 22;
    static final byte VALUES = 23;
    static final byte BODIES = 24;

    private static final VarHandle SHORTS_IN = handle(short[].class);
    private static final VarHandle INTS_IN = handle(int[].class);
    private static final VarHandle LONGS_IN = handle(long[].class);

    private PlainLayout() {}

    private static VarHandle handle(Class<?> view) {
        return MethodHandles.byteArrayViewVarHandle(view, ByteOrder.LITTLE_ENDIAN);
    }

    static void putShort(byte[] target, int at, short value) {
        SHORTS_IN.set(target, at, value);
    }

    static short getShort(byte[] source, int at) {
        return (short) SHORTS_IN.get(source, at);
    }

    static void putInt(byte[] target, int at, int value) {
        INTS_IN.set(target, at, value);
    }

    static int getInt(byte[] source, int at) {
        return (int) INTS_IN.get(source, at);
    }

    static void putLong(byte[] target, int at, long value) {
        LONGS_IN.set(target, at, value);
    }

    static long getLong(byte[] source, int at) {
        return (long) LONGS_IN.get(source, at);
    }
}
