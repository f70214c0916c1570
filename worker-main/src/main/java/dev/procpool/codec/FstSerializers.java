package dev.procpool.codec;

import java.lang.invoke.SerializedLambda;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.nustaq.serialization.FSTObjectSerializer;
import org.nustaq.serialization.serializers.FSTBigNumberSerializers;
import org.nustaq.serialization.serializers.FSTClassSerializer;
import org.nustaq.serialization.serializers.FSTStringBuilderSerializer;
import org.nustaq.serialization.serializers.FSTStringSerializer;

/**
 * The classes that get a serializer, each for exactly that class. FST's own are used where they are exact; those for
 * collections are not (a LinkedHashMap in access order comes back in insertion order, subclasses lose fields).
 *
 * <p>No lambdas and no streams in what runs at start, here and in the serializers: linking the first of them takes longer
 * than all the rest.
 */
final class FstSerializers {

    /** Untouched after this class is initialized, so safe to read from any thread. */
    private static final Map<Class<?>, FSTObjectSerializer> BY_CLASS = new HashMap<>();

    /** For every record that is serializable. */
    static final FSTObjectSerializer RECORD = new RecordSerializer();

    static {
        addSingleValues();
        addCollections();
        addConstants();
        addImmutableCollections();
    }

    private FstSerializers() {}

    /** Null if there is none for exactly this class. */
    static FSTObjectSerializer of(Class<?> type) {
        return BY_CLASS.get(type);
    }

    private static void addSingleValues() {
        BY_CLASS.put(String.class, new FSTStringSerializer());
        BY_CLASS.put(Byte.class, new FSTBigNumberSerializers.FSTByteSerializer());
        BY_CLASS.put(Character.class, new FSTBigNumberSerializers.FSTCharSerializer());
        BY_CLASS.put(Short.class, new FSTBigNumberSerializers.FSTShortSerializer());
        BY_CLASS.put(Float.class, new FSTBigNumberSerializers.FSTFloatSerializer());
        BY_CLASS.put(Double.class, new FSTBigNumberSerializers.FSTDoubleSerializer());
        BY_CLASS.put(Class.class, new FSTClassSerializer());
        BY_CLASS.put(StringBuilder.class, new FSTStringBuilderSerializer());
        BY_CLASS.put(BigInteger.class, new BigIntegerSerializer());
        BY_CLASS.put(BigDecimal.class, new BigDecimalSerializer());
        BY_CLASS.put(Date.class, new DateSerializer());
        BY_CLASS.put(UUID.class, new UuidSerializer());
        BY_CLASS.put(SerializedLambda.class, new LambdaSerializer());
        BY_CLASS.put(Island.class, new IslandSerializer());
    }

    private static void addCollections() {
        var collections = new CollectionSerializer();
        BY_CLASS.put(ArrayList.class, collections);
        BY_CLASS.put(LinkedList.class, collections);
        BY_CLASS.put(ArrayDeque.class, collections);
        BY_CLASS.put(HashSet.class, collections);
        BY_CLASS.put(LinkedHashSet.class, collections);
        BY_CLASS.put(TreeSet.class, collections);
        BY_CLASS.put(PriorityQueue.class, collections);
        BY_CLASS.put(CopyOnWriteArrayList.class, new CopyOnWriteArrayListSerializer());
        var maps = new MapSerializer();
        BY_CLASS.put(HashMap.class, maps);
        BY_CLASS.put(LinkedHashMap.class, maps);
        BY_CLASS.put(ConcurrentHashMap.class, maps);
        BY_CLASS.put(TreeMap.class, maps);
    }

    private static void addConstants() {
        for (Object constant : new Object[] {
            Collections.emptyList(),
            Collections.emptySet(),
            Collections.emptyMap(),
            Collections.reverseOrder(),
            String.CASE_INSENSITIVE_ORDER
        }) {
            BY_CLASS.put(constant.getClass(), new ConstantSerializer(constant));
        }
    }

    /** By samples, their classes not being public; one element and none or many have classes of their own. */
    private static void addImmutableCollections() {
        for (Collection<?> sample : List.of(List.of(), List.of(1), Set.of(), Set.of(1))) {
            BY_CLASS.put(sample.getClass(), new ImmutableCollectionSerializer(sample instanceof List));
        }
        for (Map<?, ?> sample : List.of(Map.of(), Map.of(1, 1))) {
            BY_CLASS.put(sample.getClass(), new ImmutableMapSerializer());
        }
    }
}
