package dev.procpool.codec;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.PriorityQueue;
import java.util.TreeSet;
import org.nustaq.serialization.FSTObjectInput;
import org.nustaq.serialization.FSTObjectOutput;

/** The collections of java.util that grow; for exactly these classes, {@link #empty} knows them. */
final class CollectionSerializer extends FstSerializer {

    @Override
    void write(FSTObjectOutput out, Object object) throws IOException {
        if (object instanceof TreeSet<?> set) {
            writeAny(out, set.comparator());
        } else if (object instanceof PriorityQueue<?> queue) {
            writeAny(out, queue.comparator());
        }
        Object[] elements = ((Collection<?>) object).toArray();
        out.writeInt(elements.length);
        for (Object element : elements) {
            writeAny(out, element);
        }
    }

    @Override
    @SuppressWarnings("unchecked") // The comparator's type parameter, which only its own collection needed.
    Object make(FSTObjectInput in, Class<?> type, Registration registration) throws Exception {
        boolean sorted = type == TreeSet.class || type == PriorityQueue.class;
        var order = sorted ? (Comparator<Object>) readAny(in) : null;
        int length = readLength(in);
        Collection<Object> collection = empty(type, length, order);
        registration.register(collection);
        for (int i = 0; i < length; i++) {
            collection.add(readAny(in));
        }
        checkCount(length, collection.size());
        return collection;
    }

    private static Collection<Object> empty(Class<?> type, int length, Comparator<Object> order) {
        if (type == ArrayList.class) {
            return new ArrayList<>(presized(length));
        } else if (type == LinkedList.class) {
            return new LinkedList<>();
        } else if (type == ArrayDeque.class) {
            return new ArrayDeque<>(presized(length));
        } else if (type == HashSet.class) {
            return new HashSet<>(buckets(length));
        } else if (type == LinkedHashSet.class) {
            return new LinkedHashSet<>(buckets(length));
        }
        return type == TreeSet.class ? new TreeSet<>(order) : new PriorityQueue<>(order);
    }
}
