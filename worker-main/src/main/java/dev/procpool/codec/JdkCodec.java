package dev.procpool.codec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;

/** Java serialization: slower and longer than {@link FstCodec}, but it takes whatever is serializable. */
public final class JdkCodec implements TaskCodec {

    public static final byte WIRE_ID = 1;

    @Override
    public byte wireId() {
        return WIRE_ID;
    }

    @Override
    public byte[] encode(Object value) throws IOException {
        var bytes = new ByteArrayOutputStream(256);
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        return bytes.toByteArray();
    }

    @Override
    public Object decode(byte[] bytes) throws IOException, ClassNotFoundException {
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        }
    }
}
