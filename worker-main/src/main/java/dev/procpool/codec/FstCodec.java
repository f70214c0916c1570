package dev.procpool.codec;

import java.io.IOException;

/** Fast serialization by FST; to be filled by its own commit. */
public final class FstCodec implements TaskCodec {

    public static final byte WIRE_ID = 2;

    @Override
    public byte wireId() {
        return WIRE_ID;
    }

    @Override
    public byte[] encode(Object value) throws IOException {
        return new JdkCodec().encode(value);
    }

    @Override
    public Object decode(byte[] bytes) throws IOException, ClassNotFoundException {
        return new JdkCodec().decode(bytes);
    }
}
