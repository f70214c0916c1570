package dev.procpool.codec;

import java.io.IOException;

/** Interim; replaced by the codec branch. */
public final class FallbackCodec {

    public record Encoded(byte codec, byte[] bytes) {}

    private final TaskCodec preferred;
    private final JdkCodec jdk = new JdkCodec();

    public FallbackCodec(TaskCodec preferred) {
        this.preferred = preferred;
    }

    public Encoded encode(Object value) throws IOException {
        return new Encoded(preferred.wireId(), preferred.encode(value));
    }

    public Encoded encodeWithJdk(Object value) throws IOException {
        return new Encoded(jdk.wireId(), jdk.encode(value));
    }

    public Object decode(byte codec, byte[] bytes) throws IOException, ClassNotFoundException {
        return (codec == jdk.wireId() ? jdk : preferred).decode(bytes);
    }
}
