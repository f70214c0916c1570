package dev.procpool.codec;

import java.lang.invoke.SerializedLambda;
import java.util.ArrayList;
import java.util.HashMap;
import org.nustaq.serialization.FSTConfiguration;
import org.nustaq.serialization.FSTDecoder;
import org.nustaq.serialization.FSTEncoder;
import org.nustaq.serialization.FSTObjectRegistry;
import org.nustaq.serialization.FSTObjectSerializer;
import org.nustaq.serialization.FSTSerializerRegistry;
import org.nustaq.serialization.FSTSerializerRegistryDelegate;
import org.nustaq.serialization.coders.FSTStreamEncoder;

/**
 * FST set up with what travels and nothing else. {@code createDefaultConfiguration()} looks into some fifty classes by
 * reflection at start, which takes longer than a JVM does to start; this one looks into a dozen.
 */
final class FstConfig extends FSTConfiguration implements FSTSerializerRegistryDelegate {

    /**
     * Written as numbers instead of names, in this order: changing it changes the wire format. Each costs reflection at
     * start, so only what nearly every stream holds is here; strings and the common boxes have tags of their own.
     */
    private static final Class<?>[] NUMBERED = {
        SerializedLambda.class,
        Island.class,
        Object[].class,
        String[].class,
        byte[].class,
        int[].class,
        long[].class,
        double[].class,
        ArrayList.class,
        HashMap.class
    };

    static {
        // FST finds shared objects by their position in the stream, rounded to 16 bytes. For an object that is not yet
        // known (a cycle through a record) it hands out a neighbour instead of failing. Without this first table it
        // looks positions up exactly.
        FSTObjectRegistry.POS_MAP_SIZE = 0;
    }

    FstConfig(ClassFilter filter) {
        super(null);
        // Runs the constructor that the JDK would run, where FST's default is to run none.
        setForceClzInit(true);
        getCLInfoRegistry().setIgnoreAnnotations(true);
        getCLInfoRegistry().setSerializerRegistryDelegate(this);
        setStreamCoderFactory(new Coders(this, filter));
        // Only while the JDK's own classes are looked into: spares the parsing of their annotations for FST's @Predict.
        setCrossPlatform(true);
        for (Class<?> type : NUMBERED) {
            getClassRegistry().registerClass(type, this);
        }
        getClassInfo(String.class);
        setCrossPlatform(false);
        if (filter != null) {
            setVerifier(filter::allows);
        }
    }

    /** An answer for every class, so that FST's own table, which is not thread-safe, is never touched. */
    @Override
    @SuppressWarnings("rawtypes")
    public FSTObjectSerializer getSerializer(Class type) {
        FSTObjectSerializer own = FstSerializers.of(type);
        if (own != null) {
            return own;
        }
        return type.isRecord() ? FstSerializers.RECORD : FSTSerializerRegistry.NULL;
    }

    private record Coders(FSTConfiguration config, ClassFilter filter) implements StreamCoderFactory {

        @Override
        public FSTEncoder createStreamEncoder() {
            return new FSTStreamEncoder(config);
        }

        @Override
        public FSTDecoder createStreamDecoder() {
            return new FstDecoder(config, filter);
        }

        @Override
        @SuppressWarnings("rawtypes")
        public ThreadLocal getInput() {
            throw new UnsupportedOperationException("FstCodec keeps its own streams");
        }

        @Override
        @SuppressWarnings("rawtypes")
        public ThreadLocal getOutput() {
            throw new UnsupportedOperationException("FstCodec keeps its own streams");
        }
    }
}
