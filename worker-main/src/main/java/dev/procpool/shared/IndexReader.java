package dev.procpool.shared;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.ObjLongConsumer;

/**
 * Looks up keys in the mapped bytes of an index. Immutable and thread-safe.
 *
 * <p>What it finds is an entry: the offset of its record, or of its slot if there are no records. The payload checksum
 * was not compared on opening, so slots and records may hold anything and are checked before they are followed.
 */
final class IndexReader {

    static final long ABSENT = -1;

    private final MappedFile file;
    private final KeyKind keys;
    private final ValueKind values;
    private final boolean records;
    private final long homeSlots;
    private final long tableOffset;
    private final long tableEnd;

    /** @throws SharedDataException if the trailer is damaged */
    IndexReader(MappedFile file) {
        IndexTrailer trailer = IndexTrailer.read(file);
        this.file = file;
        this.keys = trailer.keys();
        this.values = trailer.values();
        this.records = IndexLayout.hasRecords(keys, values);
        this.homeSlots = trailer.homeSlots();
        this.tableOffset = trailer.tableOffset(file.header().payloadBytes());
        this.tableEnd = tableOffset + trailer.slots() * IndexLayout.SLOT_BYTES;
    }

    boolean reads(MappedFile other) {
        return file == other;
    }

    /** @throws SharedDataException if the index has other keys */
    void requireKeys(KeyKind wanted) {
        if (keys != wanted && keys != KeyKind.NONE) {
            throw other(keys, wanted);
        }
    }

    /** @throws SharedDataException if the index has other values */
    void requireValues(ValueKind wanted) {
        if (values != wanted && values != ValueKind.NONE) {
            throw other(values, wanted);
        }
    }

    /** Int values are long values, too. */
    void requireLongValues() {
        if (values != ValueKind.INT) {
            requireValues(ValueKind.LONG);
        }
    }

    /** @throws SharedDataException if the key is not of the kind this index has */
    long find(Object key) {
        if (key instanceof String text) {
            requireKeys(KeyKind.STRING);
            return find(text);
        }
        if (key instanceof Long number) {
            return find(number.longValue());
        }
        if (key instanceof byte[] bytes) {
            requireKeys(KeyKind.BYTES);
            return find(bytes, bytes.length, KeyHash.ofBytes(bytes));
        }
        Objects.requireNonNull(key, "key");
        throw other(keys, "keys of " + key.getClass().getTypeName());
    }

    long find(long key) {
        requireKeys(KeyKind.LONG);
        long hash = KeyHash.ofLong(key);
        long slot = firstSlot(hash);
        if (slot == tableEnd || file.getLong(slot) != hash) {
            return ABSENT;
        }
        return records ? record(slot) : slot;
    }

    long longValue(long entry) {
        return file.getLong(records ? valueOffset(entry, file.getLong(entry)) : entry + Long.BYTES);
    }

    byte[] bytesValue(long record) {
        long header = file.getLong(record);
        return copy(valueOffset(record, header), IndexLayout.valueBytes(header));
    }

    /** Passes every key and its entry, in the order of the hashes. */
    void forEach(ObjLongConsumer<Object> sink) {
        for (long slot = tableOffset; slot < tableEnd; slot += IndexLayout.SLOT_BYTES) {
            long hash = file.getLong(slot);
            if (tableOffset + IndexLayout.home(hash, homeSlots) * IndexLayout.SLOT_BYTES > slot) {
                continue; // empty: no entry comes before its home
            }
            long entry = records ? record(slot) : slot;
            sink.accept(key(entry, hash), entry);
        }
    }

    private Object key(long entry, long hash) {
        if (keys == KeyKind.LONG) {
            return KeyHash.keyOf(hash);
        }
        byte[] bytes = copy(entry + IndexLayout.RECORD_HEADER_BYTES, IndexLayout.keyBytes(file.getLong(entry)));
        return keys == KeyKind.STRING ? new String(bytes, StandardCharsets.UTF_8) : bytes;
    }

    private long find(String key) {
        long hash = AsciiKey.hash(key);
        if (hash != AsciiKey.NOT_ASCII) {
            return find(key, key.length(), hash);
        }
        if (HalfSurrogates.firstIn(key) >= 0) {
            return ABSENT; // no such key can have been written, but its bytes would be those of another one
        }
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        return find(bytes, bytes.length, KeyHash.ofBytes(bytes));
    }

    /** @param key bytes, or a String that is ASCII */
    private long find(Object key, int keyBytes, long hash) {
        for (long slot = firstSlot(hash);
                slot < tableEnd && file.getLong(slot) == hash;
                slot += IndexLayout.SLOT_BYTES) {
            long record = record(slot);
            if (hasKey(record, key, keyBytes)) {
                return record;
            }
        }
        return ABSENT;
    }

    private boolean hasKey(long record, Object key, int keyBytes) {
        if (IndexLayout.keyBytes(file.getLong(record)) != keyBytes) {
            return false;
        }
        long from = record + IndexLayout.RECORD_HEADER_BYTES;
        for (int at = 0; at < keyBytes; at += Long.BYTES) {
            long word = key instanceof String text ? AsciiKey.word(text, at) : ByteWords.word((byte[]) key, at);
            if (file.getLong(from + at) != word) {
                return false;
            }
        }
        return true;
    }

    /** The first slot, from the hash's home on, whose hash is not smaller; or the end. */
    private long firstSlot(long hash) {
        long slot = tableOffset + IndexLayout.home(hash, homeSlots) * IndexLayout.SLOT_BYTES;
        while (slot < tableEnd && Long.compareUnsigned(file.getLong(slot), hash) < 0) {
            slot += IndexLayout.SLOT_BYTES;
        }
        return Math.min(slot, tableEnd);
    }

    /** The offset of the record a slot refers to. */
    private long record(long slot) {
        long record = file.getLong(slot + Long.BYTES);
        long room = tableOffset - record - IndexLayout.RECORD_HEADER_BYTES;
        if (record < 0 || record % Long.BYTES != 0 || room < 0) {
            throw damaged(slot, "record=" + record);
        }
        long header = file.getLong(record);
        int keyBytes = IndexLayout.keyBytes(header);
        int valueBytes = IndexLayout.valueBytes(header);
        boolean plausible = keyBytes >= 0 && (values == ValueKind.BYTES ? valueBytes >= 0 : valueBytes == Long.BYTES);
        if (!plausible || IndexLayout.padded(keyBytes) + IndexLayout.padded(valueBytes) > room) {
            throw damaged(slot, "record=" + record + " keyBytes=" + keyBytes + " valueBytes=" + valueBytes);
        }
        return record;
    }

    private static long valueOffset(long record, long header) {
        return record + IndexLayout.RECORD_HEADER_BYTES + IndexLayout.padded(IndexLayout.keyBytes(header));
    }

    private byte[] copy(long offset, int count) {
        byte[] bytes = new byte[count];
        file.copyTo(offset, bytes, 0, count);
        return bytes;
    }

    private SharedDataException damaged(long slot, String numbers) {
        if (file.isCut()) {
            return file.cut(null); // what was read was not there; the JVM says so later
        }
        return SharedDataException.ofContent(
                file.path(),
                "index damaged: slot " + (slot - tableOffset) / IndexLayout.SLOT_BYTES + " has " + numbers
                        + ", recordBytes<=" + tableOffset,
                "write the file again and check the disk",
                null);
    }

    private SharedDataException other(Object held, Object wanted) {
        return SharedDataException.ofContent(
                file.path(), "holds " + held + ", expected " + wanted, "open and read it as what it holds", null);
    }
}
