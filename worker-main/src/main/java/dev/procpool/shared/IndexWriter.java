package dev.procpool.shared;

import java.io.Closeable;
import java.nio.charset.StandardCharsets;

/**
 * Takes entries in any order and sorts them, within bounded memory. Keys come as objects, since a caller may have cast
 * its way round the compiler. For one thread.
 */
final class IndexWriter implements Closeable {

    private static final int MAX_BUFFER_BYTES = 64 << 20;
    /** A worker's heap may be small. */
    private static final int LEAST_BUFFERS_IN_HEAP = 8;

    private final PayloadWriter out;
    private final KeyKind keys;
    private final ValueKind values;
    private final int bufferBytes;
    private final SortedRuns runs;
    /** Null once all entries are in runs and the memory is needed to merge them. */
    private EntryBuffer buffer;

    private long length;

    /** @param bufferBytes for entries that wait to be sorted */
    IndexWriter(PayloadWriter out, KeyKind keys, ValueKind values, int bufferBytes) {
        this.out = out;
        this.keys = keys;
        this.values = values;
        this.bufferBytes = bufferBytes;
        boolean records = IndexLayout.hasRecords(keys, values);
        this.runs = new SortedRuns(out, records);
        this.buffer = new EntryBuffer(bufferBytes, records);
    }

    static int defaultBufferBytes() {
        return (int) Math.min(MAX_BUFFER_BYTES, Runtime.getRuntime().maxMemory() / LEAST_BUFFERS_IN_HEAP);
    }

    /** @param given what the value is in the caller's code: an int is good for a long */
    void add(Object key, long value, ValueKind given) {
        out.checkOpen();
        requireKey(key);
        requireValues(given);
        if (keys != KeyKind.LONG) {
            addKey(bytes(key), Long.BYTES);
            buffer.put(value);
            return;
        }
        reserve(0);
        buffer.addPair(KeyHash.ofLong((Long) key), value);
        length++;
    }

    void add(Object key, byte[] value) {
        out.checkOpen();
        requireKey(key);
        requireValue(value);
        if (keys != KeyKind.LONG) {
            addKey(bytes(key), value.length);
        } else {
            addRecord(KeyHash.ofLong((Long) key), IndexLayout.recordHeader(0, value.length));
        }
        buffer.put(value);
    }

    /**
     * Writes the payload.
     *
     * @return how many entries there are
     * @throws IllegalArgumentException if two have the same key
     */
    long end() {
        try (var payload = new IndexPayloadWriter(out, keys, values, length)) {
            payload.write(sorted());
        }
        return length;
    }

    @Override
    public void close() {
        runs.close();
    }

    private SortedEntries sorted() {
        if (runs.isEmpty()) {
            return buffer.sorted();
        }
        if (!buffer.isEmpty()) {
            spill();
        }
        buffer = null;
        return runs.merged(bufferBytes);
    }

    private void addKey(byte[] key, int valueBytes) {
        addRecord(KeyHash.ofBytes(key), IndexLayout.recordHeader(key.length, valueBytes));
        buffer.put(key);
    }

    private void addRecord(long hash, long header) {
        reserve(IndexLayout.recordBytes(header) / Long.BYTES);
        buffer.addRecord(hash);
        buffer.put(header);
        length++;
    }

    private void reserve(long recordWords) {
        if (!buffer.reserve(recordWords)) {
            spill();
            buffer.reserve(recordWords);
        }
    }

    private void spill() {
        runs.add(buffer.sorted());
        buffer.clear();
    }

    private byte[] bytes(Object key) {
        if (key instanceof byte[] bytes) {
            return bytes;
        }
        String text = (String) key;
        int half = HalfSurrogates.firstIn(text);
        if (half >= 0) {
            throw new IllegalArgumentException(
                    "the key of entry " + length + " has half a surrogate pair at index " + half);
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void requireKey(Object key) {
        if (key == null) {
            throw new NullPointerException("the key of entry " + length + " is null");
        }
        if (key.getClass() != keys.type()) {
            throw other("key", key.getClass().getTypeName(), keys);
        }
    }

    private void requireValues(ValueKind given) {
        if (given != values && !(given == ValueKind.INT && values == ValueKind.LONG)) {
            throw other("value", given.typeName(), values);
        }
    }

    private void requireValue(byte[] value) {
        if (value == null) {
            throw refused(null);
        }
        requireValues(ValueKind.BYTES);
    }

    /** What to throw for a value that is of no kind at all. */
    RuntimeException refused(Object value) {
        return value == null
                ? new NullPointerException("the value of entry " + length + " is null")
                : other("value", value.getClass().getTypeName(), values);
    }

    private IllegalArgumentException other(String what, String type, Object taken) {
        return new IllegalArgumentException(
                "the " + what + " of entry " + length + " is of " + type + ", but this index takes " + taken);
    }
}
