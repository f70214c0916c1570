package dev.procpool.codec;

import java.io.IOException;
import java.lang.reflect.Field;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.nustaq.serialization.FSTObjectInput;
import org.nustaq.serialization.FSTObjectOutput;

/** The maps of java.util that grow; for exactly these classes, {@link #empty} knows them. */
final class MapSerializer extends FstSerializer {

    private final Field accessOrder;

    MapSerializer() {
        try {
            accessOrder = LinkedHashMap.class.getDeclaredField("accessOrder");
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("this JDK's LinkedHashMap has no field accessOrder", e);
        }
    }

    @Override
    void write(FSTObjectOutput out, Object object) throws IOException {
        if (object instanceof TreeMap<?, ?> map) {
            writeAny(out, map.comparator());
        } else if (object instanceof LinkedHashMap) {
            out.writeBoolean(isInAccessOrder(object));
        }
        writeEntries(out, (Map<?, ?>) object);
    }

    static void writeEntries(FSTObjectOutput out, Map<?, ?> map) throws IOException {
        // A snapshot, since a concurrent map's size and contents may part ways.
        Object[] entries = map.entrySet().toArray();
        out.writeInt(entries.length);
        for (Object entry : entries) {
            writeAny(out, ((Map.Entry<?, ?>) entry).getKey());
            writeAny(out, ((Map.Entry<?, ?>) entry).getValue());
        }
    }

    private boolean isInAccessOrder(Object map) throws FstRefusal {
        try {
            // Opened here, not in the constructor: the table is also made where java.util is not open.
            if (accessOrder.trySetAccessible()) {
                return accessOrder.getBoolean(map);
            }
        } catch (IllegalAccessException e) {
            // As good as not open.
        }
        throw new FstRefusal("cannot tell whether a LinkedHashMap is in access order");
    }

    @Override
    @SuppressWarnings("unchecked") // The comparator's type parameter, which only its own map needed.
    Object make(FSTObjectInput in, Class<?> type, Registration registration) throws Exception {
        var order = type == TreeMap.class ? (Comparator<Object>) readAny(in) : null;
        boolean byAccess = type == LinkedHashMap.class && in.readBoolean();
        int length = readLength(in);
        Map<Object, Object> map = empty(type, buckets(length), order, byAccess);
        registration.register(map);
        for (int i = 0; i < length; i++) {
            Object key = readAny(in);
            map.put(key, readAny(in));
        }
        checkCount(length, map.size());
        return map;
    }

    private static Map<Object, Object> empty(Class<?> type, int buckets, Comparator<Object> order, boolean byAccess) {
        if (type == HashMap.class) {
            return new HashMap<>(buckets);
        } else if (type == LinkedHashMap.class) {
            return new LinkedHashMap<>(buckets, 0.75f, byAccess);
        }
        return type == TreeMap.class ? new TreeMap<>(order) : new ConcurrentHashMap<>(buckets);
    }
}
