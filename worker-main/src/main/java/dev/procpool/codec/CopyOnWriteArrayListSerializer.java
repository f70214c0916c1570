package dev.procpool.codec;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CopyOnWriteArrayList;
import org.nustaq.serialization.FSTObjectInput;
import org.nustaq.serialization.FSTObjectOutput;

/** Filled at once: adding one by one would copy the array each time. */
final class CopyOnWriteArrayListSerializer extends FstSerializer {

    @Override
    void write(FSTObjectOutput out, Object object) throws IOException {
        writeAny(out, ((CopyOnWriteArrayList<?>) object).toArray());
    }

    @Override
    Object make(FSTObjectInput in, Class<?> type, Registration registration) throws Exception {
        var list = new CopyOnWriteArrayList<Object>();
        registration.register(list);
        list.addAll(Arrays.asList((Object[]) readAny(in)));
        return list;
    }
}
