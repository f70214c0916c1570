package dev.procpool.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Builds the body of a message that has fields of its own; {@link BodyReader} takes it apart in the same order. */
final class BodyWriter {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    private final DataOutputStream out = new DataOutputStream(bytes);

    BodyWriter putInt(int value) {
        try {
            out.writeInt(value);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen: memory only", e);
        }
        return this;
    }

    BodyWriter putLong(long value) {
        try {
            out.writeLong(value);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen: memory only", e);
        }
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
