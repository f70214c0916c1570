package dev.procpool.codec;

import java.io.StreamCorruptedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what {@link PlainLayout} shows; of what does not fit into the bytes it makes an exception. Not thread-safe. */
final class PlainReader {

    private final byte[] bytes;
    private int position;

    PlainReader(byte[] bytes) {
        this.bytes = bytes;
    }

    Object value() throws StreamCorruptedException {
        return value(tag());
    }

    Object value(byte tag) throws StreamCorruptedException {
        return switch (tag) {
            case PlainLayout.NULL -> null;
            case PlainLayout.TRUE -> Boolean.TRUE;
            case PlainLayout.FALSE -> Boolean.FALSE;
            case PlainLayout.BYTE -> tag();
            case PlainLayout.SHORT -> getShort();
            case PlainLayout.CHAR -> (char) getShort();
            case PlainLayout.INT -> getInt();
            case PlainLayout.FLOAT -> Float.intBitsToFloat(getInt());
            case PlainLayout.LONG -> getLong();
            case PlainLayout.DOUBLE -> Double.longBitsToDouble(getLong());
            case PlainLayout.LATIN1 -> latin1(getLength(Byte.BYTES));
            case PlainLayout.UTF16 -> utf16(getLength(Character.BYTES));
            default -> throw new StreamCorruptedException("no plain value has this tag: " + tag);
        };
    }

    private String latin1(int length) throws StreamCorruptedException {
        return new String(bytes, skip(length), length, StandardCharsets.ISO_8859_1);
    }

    private String utf16(int length) throws StreamCorruptedException {
        int at = skip(length * Character.BYTES);
        char[] text = new char[length];
        for (int i = 0; i < length; i++) {
            text[i] = (char) PlainLayout.getShort(bytes, at + i * Character.BYTES);
        }
        return new String(text);
    }

    // ---- what all of it is made of

    byte tag() throws StreamCorruptedException {
        return bytes[skip(Byte.BYTES)];
    }

    private short getShort() throws StreamCorruptedException {
        return PlainLayout.getShort(bytes, skip(Short.BYTES));
    }

    int getInt() throws StreamCorruptedException {
        return PlainLayout.getInt(bytes, skip(Integer.BYTES));
    }

    long getLong() throws StreamCorruptedException {
        return PlainLayout.getLong(bytes, skip(Long.BYTES));
    }

    /** Of something of which so many are to follow: so many can. @param leastBytes that each of them takes */
    int getLength(int leastBytes) throws StreamCorruptedException {
        int length = getInt();
        if (length < 0 || (long) length * leastBytes > bytes.length - position) {
            throw new StreamCorruptedException("a length is more than what is left of the bytes: length=" + length
                    + ", each of " + leastBytes + " bytes or more, left=" + (bytes.length - position));
        }
        return length;
    }

    /** @return where the bytes that are skipped begin */
    int skip(int count) throws StreamCorruptedException {
        int at = position;
        if (count > bytes.length - at) {
            throw new StreamCorruptedException(
                    "the bytes end inside a value: wanted=" + count + ", left=" + (bytes.length - at));
        }
        position = at + count;
        return at;
    }

    /** Bytes with their length before them. */
    byte[] raw() throws StreamCorruptedException {
        int length = getLength(Byte.BYTES);
        int at = skip(length);
        return Arrays.copyOfRange(bytes, at, at + length);
    }

    byte[] bytes() {
        return bytes;
    }

    void requireEnd() throws StreamCorruptedException {
        if (position != bytes.length) {
            throw new StreamCorruptedException("there is more than one value: left=" + (bytes.length - position));
        }
    }
}
