package dev.procpool.shared;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes the payload of an index from its sorted entries: {@link IndexLayout}. For one thread. */
final class IndexPayloadWriter implements Closeable {

    private final PayloadWriter out;
    private final KeyKind keys;
    private final ValueKind values;
    private final long homeSlots;
    /** The table while records are written; null if there are no records, and it can go to the payload at once. */
    private final LongSpill table;

    private long slots;
    private long lastHash;
    /** The keys of the last hash, as words; one, unless different keys have the same hash. */
    private final List<long[]> lastKeys = new ArrayList<>();

    IndexPayloadWriter(PayloadWriter out, KeyKind keys, ValueKind values, long length) {
        this.out = out;
        this.keys = keys;
        this.values = values;
        this.homeSlots = IndexLayout.homeSlots(length);
        this.table = IndexLayout.hasRecords(keys, values) ? new LongSpill(out) : null;
    }

    /** @throws IllegalArgumentException if two entries have the same key */
    void write(SortedEntries entries) {
        while (entries.advance()) {
            long hash = entries.hash();
            if (slots == 0 || hash != lastHash) {
                lastKeys.clear();
            } else if (keys == KeyKind.LONG) {
                throw duplicate(Long.toString(KeyHash.keyOf(hash)));
            }
            place(hash, table == null ? entries.word() : writeRecord(entries));
            lastHash = hash;
        }
        if (table != null) {
            out.align(IndexLayout.SLOT_BYTES);
            table.writeToPayload();
        }
        byte[] trailer = new IndexTrailer(homeSlots, slots, keys, values).encode();
        out.add(trailer, 0, trailer.length);
    }

    @Override
    public void close() {
        if (table != null) {
            table.close();
        }
    }

    /** Returns where it is. */
    private long writeRecord(SortedEntries entry) {
        final long offset = out.payloadBytes();
        long header = entry.word();
        put(header);
        int keyBytes = IndexLayout.keyBytes(header);
        if (keys != KeyKind.LONG) {
            writeKey(entry, keyBytes);
        }
        long left = IndexLayout.recordBytes(header) - (out.payloadBytes() - offset);
        for (; left > 0; left -= Long.BYTES) {
            put(entry.word());
        }
        return offset;
    }

    private void writeKey(SortedEntries entry, int keyBytes) {
        long[] key = new long[1 + (int) (IndexLayout.padded(keyBytes) / Long.BYTES)];
        key[0] = keyBytes;
        for (int i = 1; i < key.length; i++) {
            key[i] = entry.word();
            put(key[i]);
        }
        for (long[] other : lastKeys) {
            if (Arrays.equals(key, other)) {
                throw duplicate(keys.shown(ByteWords.bytes(Arrays.copyOfRange(key, 1, key.length), keyBytes)));
            }
        }
        lastKeys.add(key);
    }

    private void place(long hash, long value) {
        for (long home = IndexLayout.home(hash, homeSlots); slots < home; slots++) {
            putSlot(hash, value);
        }
        putSlot(hash, value);
        slots++;
    }

    private void putSlot(long hash, long value) {
        if (table == null) {
            out.room(IndexLayout.SLOT_BYTES).putLong(hash).putLong(value);
        } else {
            table.add(hash);
            table.add(value);
        }
    }

    private void put(long word) {
        out.room(Long.BYTES).putLong(word);
    }

    private static IllegalArgumentException duplicate(String key) {
        return new IllegalArgumentException("two entries have the key " + key + "; the keys of an index must differ");
    }
}
