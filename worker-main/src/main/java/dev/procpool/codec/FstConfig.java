package dev.procpool.codec;

import java.lang.invoke.SerializedLambda;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.nustaq.serialization.FSTConfiguration;
import org.nustaq.serialization.FSTDecoder;
import org.nustaq.serialization.FSTEncoder;
import org.nustaq.serialization.FSTObjectRegistry;
import org.nustaq.serialization.FSTObjectSerializer;
import org.nustaq.serialization.FSTSerializerRegistry;
import org.nustaq.serialization.coders.FSTStreamEncoder;

/**
 * FST set up with what travels and nothing else. {@code createDefaultConfiguration()} looks into some fifty classes by
 * reflection at start, which takes longer than a JVM does to start; this one looks into a dozen.
 */
final class FstConfig extends FSTConfiguration {

    /** Written as numbers instead of names, in this order: changing it changes the wire format. */
    private static final Class<?>[] NUMBERED = {
        String.class,
        Integer.class,
        Long.class,
        Double.class,
        Boolean.class,
        Byte.class,
        Short.class,
        Character.class,
        Float.class,
        Class.class,
        SerializedLambda.class,
        Island.class,
        ArrayList.class,
        HashMap.class,
        LinkedHashMap.class,
        HashSet.class,
        List.of().getClass(),
        List.of(1).getClass(),
        Map.of().getClass(),
        Map.of(1, 1).getClass(),
        BigInteger.class,
        BigDecimal.class,
        Date.class,
        UUID.class,
        Object[].class,
        String[].class,
        byte[].class,
        int[].class,
        long[].class,
        double[].class,
        float[].class,
        char[].class,
        short[].class,
        boolean[].class
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
        getCLInfoRegistry().setSerializerRegistryDelegate(FstConfig::serializerOf);
        setStreamCoderFactory(new Coders(this, filter));
        for (Class<?> type : NUMBERED) {
            getClassRegistry().registerClass(type, this);
        }
        if (filter != null) {
            setVerifier(filter::allows);
        }
    }

    /** An answer for every class, so that FST's own table, which is not thread-safe, is never touched. */
    @SuppressWarnings("rawtypes")
    private static FSTObjectSerializer serializerOf(Class type) {
        FSTObjectSerializer own = FstSerializers.BY_CLASS.get(type);
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
