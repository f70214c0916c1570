package dev.procpool.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Builds the body of a message that has fields of its own, little-endian as the frames are; {@link BodyReader} takes it
 * apart in the same order.
 */
final class BodyWriter {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);

    BodyWriter putInt(int value) {
        bytes.write(number.putInt(0, value).array(), 0, Integer.BYTES);
        return this;
    }

    BodyWriter putLong(long value) {
        bytes.write(number.putLong(0, value).array(), 0, Long.BYTES);
        return this;
    }

    /** Length and bytes: unlike {@code writeUTF}, without a limit of 64 KiB. */
    BodyWriter putBytes(byte[] value) {
        putInt(value.length);
        bytes.writeBytes(value);
        return this;
    }

    BodyWriter putString(String value) {
        return putBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }
}
