package dev.procpool.shared;

import dev.procpool.codec.FallbackCodec;
import dev.procpool.codec.JdkCodec;
import java.io.IOException;

/** The codecs that shared objects are decoded by, each loaded when the first object needs it. */
final class ObjectCodecs {

    private ObjectCodecs() {}

    private static final class Jdk {
        static final JdkCodec CODEC = new JdkCodec();
    }

    private static final class Fst {
        static final FallbackCodec CODEC = FallbackCodec.preferFst();
    }

    /** @throws IOException also if FST wrote it and cannot be used in this JVM */
    static Object decode(byte codec, byte[] body) throws IOException, ClassNotFoundException {
        if (codec == JdkCodec.WIRE_ID) {
            return Jdk.CODEC.decode(body);
        }
        FallbackCodec fst;
        try {
            fst = Fst.CODEC;
        } catch (ExceptionInInitializerError | NoClassDefFoundError e) {
            throw new IOException("it was written by FST, which cannot be used in this JVM", e);
        }
        return fst.decode(codec, body);
    }
}
