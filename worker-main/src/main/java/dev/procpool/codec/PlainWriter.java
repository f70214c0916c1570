package dev.procpool.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes what {@link PlainLayout} shows. Not thread-safe. */
final class PlainWriter {

    private static final int MOST_BYTES_OF_A_NUMBER = Byte.BYTES + Long.BYTES;

    private byte[] buffer;
    private int position;

    PlainWriter(int expectedBytes) {
        this.buffer = new byte[expectedBytes];
    }

    /** Whether a value is one of those that need no codec but this, by its class alone. */
    static boolean takes(Object value) {
        return value == null
                || value instanceof Integer
                || value instanceof String
                || value instanceof Long
                || value instanceof Double
                || value instanceof Boolean
                || value instanceof Float
                || value instanceof Short
                || value instanceof Byte
                || value instanceof Character;
    }

    /** Of those that {@link #takes}. */
    void value(Object value) {
        reserve(MOST_BYTES_OF_A_NUMBER);
        if (value == null) {
            tag(PlainLayout.NULL);
        } else if (value instanceof Integer number) {
            tag(PlainLayout.INT);
            putInt(number);
        } else if (value instanceof String text) {
            string(text);
        } else if (value instanceof Long number) {
            tag(PlainLayout.LONG);
            putLong(number);
        } else if (value instanceof Double number) {
            tag(PlainLayout.DOUBLE);
            // As they are, whatever kind of NaN it is.
            putLong(Double.doubleToRawLongBits(number));
        } else if (value instanceof Boolean flag) {
            tag(flag ? PlainLayout.TRUE : PlainLayout.FALSE);
        } else if (value instanceof Float number) {
            tag(PlainLayout.FLOAT);
            putInt(Float.floatToRawIntBits(number));
        } else if (value instanceof Short number) {
            tag(PlainLayout.SHORT);
            putShort(number);
        } else if (value instanceof Byte number) {
            tag(PlainLayout.BYTE);
            tag(number);
        } else {
            tag(PlainLayout.CHAR);
            putShort((short) ((Character) value).charValue());
        }
    }

    private void string(String text) {
        int length = text.length();
        if (isLatin1(text)) {
            tag(PlainLayout.LATIN1);
            putInt(length);
            raw(text.getBytes(StandardCharsets.ISO_8859_1));
            return;
        }
        tag(PlainLayout.UTF16);
        putInt(length);
        reserve(Math.multiplyExact(Character.BYTES, length));
        for (int i = 0; i < length; i++) {
            putShort((short) text.charAt(i));
        }
    }

    private static boolean isLatin1(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xFF) {
                return false;
            }
        }
        return true;
    }

    // ---- what all of it is made of; the caller has reserved the room for numbers

    /** Makes room. @throws OutOfMemoryError if it would be more than an array holds */
    void reserve(int bytes) {
        int needed = position + bytes;
        if (needed < 0) {
            throw new OutOfMemoryError("a body of more than " + Integer.MAX_VALUE + " bytes");
        }
        if (needed > buffer.length) {
            int doubled = Math.min(Integer.MAX_VALUE - Long.BYTES, buffer.length << 1);
            buffer = Arrays.copyOf(buffer, Math.max(needed, doubled));
        }
    }

    void tag(int tag) {
        buffer[position++] = (byte) tag;
    }

    void putShort(short value) {
        PlainLayout.putShort(buffer, position, value);
        position += Short.BYTES;
    }

    void putInt(int value) {
        PlainLayout.putInt(buffer, position, value);
        position += Integer.BYTES;
    }

    void putLong(long value) {
        PlainLayout.putLong(buffer, position, value);
        position += Long.BYTES;
    }

    /** Makes room itself. */
    void raw(byte[] bytes) {
        reserve(bytes.length);
        System.arraycopy(bytes, 0, buffer, position, bytes.length);
        position += bytes.length;
    }

    byte[] toBytes() {
        return position == buffer.length ? buffer : Arrays.copyOf(buffer, position);
    }
}
