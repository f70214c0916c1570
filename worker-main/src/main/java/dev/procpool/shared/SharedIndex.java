package dev.procpool.shared;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import java.util.function.ObjLongConsumer;

/**
 * A read-only map in a memory-mapped file, of any size; see {@link SharedData}. Keys are String, long or byte[]; values
 * are int, long or byte[]. A key is looked up in the mapped bytes: nothing is read beforehand, nothing is kept in the
 * heap, and no object is made but for byte[] values and for String keys that are not ASCII.
 *
 * <p>A method for other keys or values than the index has throws {@link SharedDataException} ("holds String keys, expected
 * long keys"), with one exception: int values may be read as long ones. So does every lookup of an index whose file is
 * damaged or was cut, if it comes across that, or is, at first use, not the one this handle was made from. After {@link
 * #close} they throw {@link IllegalStateException}.
 *
 * <p>The hash that places the keys is no secret. Whoever can choose the keys of an index can make lookups in it slow, not
 * wrong.
 *
 * @param <K> String, Long or byte[]; byte[] keys are equal if their bytes are
 */
public final class SharedIndex<K> extends SharedData {

    private static final long serialVersionUID = 1L;

    /** Racy: two threads may both make one, with final fields only. */
    private transient IndexReader reader;

    SharedIndex(SharedHandle handle) {
        super(handle);
    }

    /**
     * Writes a map to a file, as {@link SharedData#write} does. All keys must be of one class, String, Long or byte[], and
     * all values, Integer, Long or byte[]. An empty map makes an index that can be opened and read as one of any kind.
     *
     * @throws NullPointerException if a key or value is null
     * @throws IllegalArgumentException if one is of another class, or a key has half a surrogate pair, which UTF-8 cannot
     *     express; if two byte[] keys have the same bytes
     */
    public static <K> SharedIndex<K> write(Path file, Map<K, ?> entries) {
        return SharedData.write(file, MapEntries.builder(entries));
    }

    /**
     * A file of the entries that {@code filler} adds, in any order and of any number. It takes 64 MiB of heap, or an eighth
     * of it if that is less; more while there are more than a TiB of entries, or one entry that is larger. More entries
     * than that are sorted in temporary files beside the file, which need as much room as the file.
     *
     * <p>Writing it throws IllegalArgumentException if two entries have the same key.
     *
     * @param keys String.class, Long.class (or long.class) or byte[].class
     * @param values int.class, long.class, byte[].class
     * @throws IllegalArgumentException if it is another class
     */
    public static <K> SharedBuilder<SharedIndex<K>> builder(
            Class<K> keys, Class<?> values, SharedBuilder.Filler<? super Writer<K>> filler) {
        return builder(keys, values, IndexWriter.defaultBufferBytes(), filler);
    }

    /** @param bufferBytes of heap, for entries that wait to be sorted */
    static <K> SharedBuilder<SharedIndex<K>> builder(
            Class<K> keys, Class<?> values, int bufferBytes, SharedBuilder.Filler<? super Writer<K>> filler) {
        Objects.requireNonNull(filler, "filler");
        return built(KeyKind.of(keys), ValueKind.of(values), bufferBytes, (out, writer) -> {
            SharedBuilder.fill(out, filler, new Writer<>(writer));
        });
    }

    static <K> SharedBuilder<SharedIndex<K>> built(
            KeyKind keys, ValueKind values, int bufferBytes, BiConsumer<PayloadWriter, IndexWriter> adder) {
        return SharedBuilder.of(ElementType.INDEX, handle -> opened(handle, keys, values), out -> {
            try (var writer = new IndexWriter(out, keys, values, bufferBytes)) {
                adder.accept(out, writer);
                return writer.end();
            }
        });
    }

    private static <K> SharedIndex<K> opened(SharedHandle handle, KeyKind keys, ValueKind values) {
        var index = new SharedIndex<K>(handle);
        index.reader().requireKeys(keys);
        index.reader().requireValues(values);
        return index;
    }

    /**
     * Opens an index.
     *
     * @param keys String.class, Long.class (or long.class) or byte[].class
     * @throws SharedDataException if it is missing, not a complete file of an index, or one of other keys
     * @throws IllegalArgumentException if it is another class
     */
    public static <K> SharedIndex<K> open(Path file, Class<K> keys) {
        return of(SharedHandle.open(file, ElementType.INDEX), keys);
    }

    static <K> SharedIndex<K> of(SharedHandle handle, Class<K> keys) {
        var index = new SharedIndex<K>(handle);
        index.reader().requireKeys(KeyKind.of(keys));
        return index;
    }

    /** Whether there is an entry of this key. */
    public boolean contains(K key) {
        return reader().find(key) != IndexReader.ABSENT;
    }

    /** As {@link #contains(Object)}, of long keys, without boxing. */
    public boolean contains(long key) {
        return reader().find(key) != IndexReader.ABSENT;
    }

    /** The int value of a key, or {@code absent} if there is no entry of it. Long values are refused. */
    public int getInt(K key, int absent) {
        IndexReader in = reader();
        in.requireValues(ValueKind.INT);
        long entry = in.find(key);
        return entry == IndexReader.ABSENT ? absent : (int) in.longValue(entry);
    }

    /** As {@link #getInt(Object, int)}, of long keys, without boxing. */
    public int getInt(long key, int absent) {
        IndexReader in = reader();
        in.requireValues(ValueKind.INT);
        long entry = in.find(key);
        return entry == IndexReader.ABSENT ? absent : (int) in.longValue(entry);
    }

    /** The long or int value of a key, or {@code absent} if there is no entry of it. */
    public long getLong(K key, long absent) {
        IndexReader in = reader();
        in.requireLongValues();
        long entry = in.find(key);
        return entry == IndexReader.ABSENT ? absent : in.longValue(entry);
    }

    /** As {@link #getLong(Object, long)}, of long keys, without boxing. */
    public long getLong(long key, long absent) {
        IndexReader in = reader();
        in.requireLongValues();
        long entry = in.find(key);
        return entry == IndexReader.ABSENT ? absent : in.longValue(entry);
    }

    /** A copy of the bytes that are the value of a key, or null if there is no entry of it. */
    public byte[] getBytes(K key) {
        IndexReader in = reader();
        in.requireValues(ValueKind.BYTES);
        long entry = in.find(key);
        return entry == IndexReader.ABSENT ? null : in.bytesValue(entry);
    }

    /** As {@link #getBytes(Object)}, of long keys, without boxing. */
    public byte[] getBytes(long key) {
        IndexReader in = reader();
        in.requireValues(ValueKind.BYTES);
        long entry = in.find(key);
        return entry == IndexReader.ABSENT ? null : in.bytesValue(entry);
    }

    /** Passes all keys on, each once, in an order that says nothing but is the same in every run and every copy. */
    public void forEachKey(Consumer<? super K> action) {
        Objects.requireNonNull(action, "action");
        reader().forEach((key, entry) -> action.accept(cast(key)));
    }

    /** Passes all entries of an index of int values on, in the order of {@link #forEachKey}. */
    public void forEachInt(ObjIntConsumer<? super K> action) {
        Objects.requireNonNull(action, "action");
        IndexReader in = reader();
        in.requireValues(ValueKind.INT);
        in.forEach((key, entry) -> action.accept(cast(key), (int) in.longValue(entry)));
    }

    /** Passes all entries of an index of long or int values on, in the order of {@link #forEachKey}. */
    public void forEachLong(ObjLongConsumer<? super K> action) {
        Objects.requireNonNull(action, "action");
        IndexReader in = reader();
        in.requireLongValues();
        in.forEach((key, entry) -> action.accept(cast(key), in.longValue(entry)));
    }

    /** Passes all entries of an index of byte[] values on, in the order of {@link #forEachKey}. */
    public void forEachBytes(BiConsumer<? super K, byte[]> action) {
        Objects.requireNonNull(action, "action");
        IndexReader in = reader();
        in.requireValues(ValueKind.BYTES);
        in.forEach((key, entry) -> action.accept(cast(key), in.bytesValue(entry)));
    }

    @SuppressWarnings(
            "unchecked") // Compared when the index was opened or made; a travelled handle is on the same file.
    private K cast(Object key) {
        return (K) key;
    }

    private IndexReader reader() {
        MappedFile file = handle.file();
        IndexReader known = reader;
        if (known == null || !known.reads(file)) {
            known = new IndexReader(file);
            reader = known;
        }
        return known;
    }

    /**
     * Adds entries to an index. (There is no add for the primitive long: with it, {@code map.forEach(writer::add)} of a
     * {@code Map<Long, Integer>} would be ambiguous.) For the thread and the time of the function it is given to. Every add throws {@link
     * NullPointerException} if key or value is null, and {@link IllegalArgumentException} if one is of another kind than
     * the index was said to have (but an int may be added to long values), or if a String key has half a surrogate pair,
     * which UTF-8 cannot express.
     *
     * @param <K> as in {@link SharedIndex}
     */
    public static final class Writer<K> {

        private final IndexWriter out;

        private Writer(IndexWriter out) {
            this.out = out;
        }

        /** Adds an entry to an index of int or long values. */
        public void add(K key, int value) {
            out.add(key, value, ValueKind.INT);
        }

        /** Adds an entry to an index of long values. */
        public void add(K key, long value) {
            out.add(key, value, ValueKind.LONG);
        }

        /** Adds an entry to an index of byte[] values. */
        public void add(K key, byte[] value) {
            out.add(key, value);
        }
    }
}
