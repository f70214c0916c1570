package dev.procpool.codec;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.nustaq.serialization.FSTObjectInput;
import org.nustaq.serialization.FSTObjectOutput;

/** {@code List.of}, {@code Set.of} and their kin; {@code Stream.toList} may hold nulls, which {@code of} refuses. */
final class ImmutableCollectionSerializer extends FstSerializer {

    private final boolean list;

    ImmutableCollectionSerializer(boolean list) {
        this.list = list;
    }

    @Override
    void write(FSTObjectOutput out, Object object) throws IOException {
        Object[] elements = ((Collection<?>) object).toArray();
        for (Object element : elements) {
            if (element == null) {
                throw new FstRefusal("an immutable list holds null");
            }
        }
        out.writeInt(elements.length);
        for (Object element : elements) {
            writeAny(out, element);
        }
    }

    @Override
    Object make(FSTObjectInput in, Class<?> type, Registration registration) throws Exception {
        var elements = new ArrayList<Object>();
        for (int left = readLength(in); left > 0; left--) {
            elements.add(readAny(in));
        }
        return list ? List.of(elements.toArray()) : Set.of(elements.toArray());
    }
}
