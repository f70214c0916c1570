package dev.procpool.bulk;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The primitive arrays, and their elements as bytes: little-endian, a boolean as 0 or 1. The order is the wire code: add
 * at the end.
 */
public enum ArrayKind {
    BOOLEAN(boolean[].class, 1),
    BYTE(byte[].class, Byte.BYTES),
    SHORT(short[].class, Short.BYTES),
    CHAR(char[].class, Character.BYTES),
    INT(int[].class, Integer.BYTES),
    FLOAT(float[].class, Float.BYTES),
    LONG(long[].class, Long.BYTES),
    DOUBLE(double[].class, Double.BYTES);

    private static final ArrayKind[] KINDS = values();

    private final Class<?> type;
    private final int elementBytes;

    ArrayKind(Class<?> type, int elementBytes) {
        this.type = type;
        this.elementBytes = elementBytes;
    }

    /** Null if it is no primitive array. */
    public static ArrayKind of(Object array) {
        Class<?> type = array.getClass();
        for (ArrayKind kind : KINDS) {
            if (kind.type == type) {
                return kind;
            }
        }
        return null;
    }

    /** Null if there is none with this code. */
    public static ArrayKind ofCode(int code) {
        return code < 0 || code >= KINDS.length ? null : KINDS[code];
    }

    public int code() {
        return ordinal();
    }

    public int elementBytes() {
        return elementBytes;
    }

    /** How many bytes so many elements take. */
    public long bytes(int length) {
        return (long) length * elementBytes;
    }

    /** @throws OutOfMemoryError if there is no room for it */
    public Object newArray(int length) {
        return Array.newInstance(type.getComponentType(), length);
    }

    Object copyOf(Object array) {
        return switch (this) {
            case BOOLEAN -> ((boolean[]) array).clone();
            case BYTE -> ((byte[]) array).clone();
            case SHORT -> ((short[]) array).clone();
            case CHAR -> ((char[]) array).clone();
            case INT -> ((int[]) array).clone();
            case FLOAT -> ((float[]) array).clone();
            case LONG -> ((long[]) array).clone();
            case DOUBLE -> ((double[]) array).clone();
        };
    }

    /** Copies elements to {@code target}, from its byte {@code at} on; its position stays. */
    public void put(Object array, int from, int count, ByteBuffer target, int at) {
        ByteBuffer to = slice(target, at, count);
        switch (this) {
            case BOOLEAN -> {
                var booleans = (boolean[]) array;
                for (int i = 0; i < count; i++) {
                    to.put(i, (byte) (booleans[from + i] ? 1 : 0));
                }
            }
            case BYTE -> to.put((byte[]) array, from, count);
            case SHORT -> to.asShortBuffer().put((short[]) array, from, count);
            case CHAR -> to.asCharBuffer().put((char[]) array, from, count);
            case INT -> to.asIntBuffer().put((int[]) array, from, count);
            case FLOAT -> to.asFloatBuffer().put((float[]) array, from, count);
            case LONG -> to.asLongBuffer().put((long[]) array, from, count);
            case DOUBLE -> to.asDoubleBuffer().put((double[]) array, from, count);
        }
    }

    /** Copies elements from {@code source}, from its byte {@code at} on; its position stays. */
    public void get(Object array, int from, int count, ByteBuffer source, int at) {
        ByteBuffer bytes = slice(source, at, count);
        switch (this) {
            case BOOLEAN -> {
                var booleans = (boolean[]) array;
                for (int i = 0; i < count; i++) {
                    booleans[from + i] = bytes.get(i) != 0;
                }
            }
            case BYTE -> bytes.get((byte[]) array, from, count);
            case SHORT -> bytes.asShortBuffer().get((short[]) array, from, count);
            case CHAR -> bytes.asCharBuffer().get((char[]) array, from, count);
            case INT -> bytes.asIntBuffer().get((int[]) array, from, count);
            case FLOAT -> bytes.asFloatBuffer().get((float[]) array, from, count);
            case LONG -> bytes.asLongBuffer().get((long[]) array, from, count);
            case DOUBLE -> bytes.asDoubleBuffer().get((double[]) array, from, count);
        }
    }

    private ByteBuffer slice(ByteBuffer buffer, int at, int count) {
        return buffer.slice(at, count * elementBytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
