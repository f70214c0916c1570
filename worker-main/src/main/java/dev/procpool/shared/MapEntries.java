package dev.procpool.shared;

import java.util.Map;
import java.util.Objects;

/** Makes an index of a map, whose first entry says what the index holds. */
final class MapEntries {

    private MapEntries() {}

    static <K> SharedBuilder<SharedIndex<K>> builder(Map<K, ?> entries) {
        KeyKind keys = KeyKind.NONE;
        ValueKind values = ValueKind.NONE;
        var all = entries.entrySet().iterator();
        if (all.hasNext()) {
            Map.Entry<K, ?> first = all.next();
            keys = KeyKind.of(Objects.requireNonNull(first.getKey(), "the key of entry 0 is null")
                    .getClass());
            values = ValueKind.of(Objects.requireNonNull(first.getValue(), "the value of entry 0 is null")
                    .getClass());
        }
        return SharedIndex.built(
                keys,
                values,
                IndexWriter.defaultBufferBytes(),
                (out, writer) -> entries.forEach((key, value) -> add(writer, key, value)));
    }

    private static void add(IndexWriter writer, Object key, Object value) {
        if (value instanceof Integer number) {
            writer.add(key, number, ValueKind.INT);
        } else if (value instanceof Long number) {
            writer.add(key, number, ValueKind.LONG);
        } else if (value instanceof byte[] bytes) {
            writer.add(key, bytes);
        } else {
            throw writer.refused(value);
        }
    }
}
