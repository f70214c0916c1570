package dev.procpool.codec;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;
import org.nustaq.serialization.FSTObjectInput;
import org.nustaq.serialization.FSTObjectOutput;

/** {@code Map.of} and its kin. */
final class ImmutableMapSerializer extends FstSerializer {

    @Override
    void write(FSTObjectOutput out, Object object) throws IOException {
        MapSerializer.writeEntries(out, (Map<?, ?>) object);
    }

    @Override
    @SuppressWarnings({"rawtypes", "unchecked"}) // There are no arrays of a type with parameters.
    Object make(FSTObjectInput in, Class<?> type, Registration registration) throws Exception {
        var entries = new ArrayList<Map.Entry<Object, Object>>();
        for (int left = readLength(in); left > 0; left--) {
            Object key = readAny(in);
            entries.add(Map.entry(key, readAny(in)));
        }
        return Map.ofEntries(entries.toArray(new Map.Entry[0]));
    }
}
