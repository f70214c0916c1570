package dev.procpool.shared;

import java.io.Closeable;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.file.Path;

/** Draft. */
public final class SharedIndex<K> implements Serializable, AutoCloseable {

    private static final long serialVersionUID = 1L;

    private final transient SharedHandle handle;
    private transient IndexReader reader;

    SharedIndex(SharedHandle handle) {
        this.handle = handle;
    }

    public static <K> Writer<K> writer(Path file, Class<K> keys, Class<?> values) {
        return new Writer<>(new IndexWriter(
                SharedFileWriter.create(file, ElementType.INDEX), KeyKind.of(keys), ValueKind.of(values), 64 << 20));
    }

    public static <K> SharedIndex<K> open(Path file, Class<K> keys) {
        SharedIndex<K> index = new SharedIndex<>(SharedHandle.open(file, ElementType.INDEX));
        index.reader().requireKeys(KeyKind.of(keys));
        return index;
    }

    public long size() {
        return handle.file().length();
    }

    public int getInt(K key, int absent) {
        IndexReader reader = reader();
        reader.requireValues(ValueKind.INT);
        long entry = reader.find(key);
        return entry == IndexReader.ABSENT ? absent : (int) reader.longValue(entry);
    }

    public int getInt(long key, int absent) {
        IndexReader reader = reader();
        reader.requireValues(ValueKind.INT);
        long entry = reader.find(key);
        return entry == IndexReader.ABSENT ? absent : (int) reader.longValue(entry);
    }

    private IndexReader reader() {
        MappedFile file = handle.file();
        IndexReader known = reader;
        if (known == null || !known.reads(file)) {
            known = IndexReader.of(file, handle.path());
            reader = known;
        }
        return known;
    }

    public void close() {
        handle.close();
    }

    private Object writeReplace() {
        return handle.serialized();
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw SerializedHandle.required();
    }

    public static final class Writer<K> implements Closeable {
        private final IndexWriter out;

        private Writer(IndexWriter out) {
            this.out = out;
        }

        public void add(K key, int value) {
            out.add(((String) key).getBytes(java.nio.charset.StandardCharsets.UTF_8), (long) value);
        }

        public void add(long key, int value) {
            out.add(key, (long) value);
        }

        public SharedIndex<K> finish() {
            return new SharedIndex<>(out.finish());
        }

        public void close() {
            out.close();
        }
    }
}
