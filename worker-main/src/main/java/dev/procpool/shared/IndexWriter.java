package dev.procpool.shared;

import java.io.Closeable;
import java.util.Objects;

/**
 * Takes entries in any order, sorts them, within bounded memory, and writes the file. Knows kinds and bytes; what keys
 * and values are in the caller's types is up to {@link SharedIndex.Writer}. For one thread.
 */
final class IndexWriter implements Closeable {

    private final SharedFileWriter out;
    private final KeyKind keys;
    private final ValueKind values;
    private final int bufferBytes;
    private final SortedRuns runs;
    /** Null once all entries are in runs and the memory is needed to merge them. */
    private EntryBuffer buffer;

    private long length;

    IndexWriter(SharedFileWriter out, KeyKind keys, ValueKind values, int bufferBytes) {
        this.out = out;
        this.keys = keys;
        this.values = values;
        this.bufferBytes = bufferBytes;
        boolean records = IndexLayout.hasRecords(keys, values);
        this.runs = new SortedRuns(out, records);
        this.buffer = new EntryBuffer(bufferBytes, records);
    }

    ValueKind values() {
        return values;
    }

    KeyKind keys() {
        return keys;
    }

    /** How many entries have been added. */
    long length() {
        return length;
    }

    /** For values of int and long. */
    void add(long key, long value) {
        reserve(0);
        buffer.addPair(KeyHash.ofLong(key), value);
        length++;
    }

    /** For values of byte[]. */
    void add(long key, byte[] value) {
        Objects.requireNonNull(value);
        long header = IndexLayout.recordHeader(0, value.length);
        reserve(IndexLayout.recordBytes(header) / Long.BYTES);
        buffer.addRecord(KeyHash.ofLong(key));
        buffer.put(header);
        buffer.put(value);
        length++;
    }

    /** For values of int and long. */
    void add(byte[] key, long value) {
        long header = IndexLayout.recordHeader(key.length, Long.BYTES);
        addKey(key, header);
        buffer.put(value);
    }

    /** For values of byte[]. */
    void add(byte[] key, byte[] value) {
        addKey(key, IndexLayout.recordHeader(key.length, value.length));
        buffer.put(value);
    }

    /**
     * Completes the file and maps it.
     *
     * @throws IllegalArgumentException if two entries have the same key; nothing is left then
     */
    SharedHandle finish() {
        out.checkOpen();
        try (this;
                IndexPayloadWriter payload = new IndexPayloadWriter(out, keys, values, length)) {
            payload.write(sorted());
            return out.finish(length);
        }
    }

    void checkOpen() {
        out.checkOpen();
    }

    /** Gives up all that is not finished; does nothing after a successful finish. */
    @Override
    public void close() {
        try {
            runs.close();
        } finally {
            out.close();
        }
    }

    private void addKey(byte[] key, long header) {
        reserve(IndexLayout.recordBytes(header) / Long.BYTES);
        buffer.addRecord(KeyHash.ofBytes(key));
        buffer.put(header);
        buffer.put(key);
        length++;
    }

    private void reserve(long recordWords) {
        out.checkOpen();
        if (!buffer.reserve(recordWords)) {
            spill();
            buffer.reserve(recordWords);
        }
    }

    private void spill() {
        runs.add(buffer.sorted());
        buffer.clear();
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
}
