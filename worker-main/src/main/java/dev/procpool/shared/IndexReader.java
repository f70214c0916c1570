package dev.procpool.shared;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Looks up keys in the mapped bytes of an index. Immutable and thread-safe.
 *
 * <p>What it finds is an entry: the offset of its record, or of its slot if there are no records. The payload checksum
 * was not compared on opening, so slots and records may hold anything and are checked before they are followed.
 */
final class IndexReader {

    static final long ABSENT = -1;

    private final MappedFile file;
    private final Path path;
    private final KeyKind keys;
    private final ValueKind values;
    private final boolean records;
    private final long homeSlots;
    private final long tableOffset;
    private final long tableEnd;

    private IndexReader(MappedFile file, Path path, IndexTrailer trailer) {
        this.file = file;
        this.path = path;
        this.keys = trailer.keys();
        this.values = trailer.values();
        this.records = IndexLayout.hasRecords(keys, values);
        this.homeSlots = trailer.homeSlots();
        this.tableOffset = trailer.tableOffset(file.header().payloadBytes());
        this.tableEnd = tableOffset + trailer.slots() * IndexLayout.SLOT_BYTES;
    }

    /** @throws SharedDataException if the trailer is damaged */
    static IndexReader of(MappedFile file, Path path) {
        return new IndexReader(file, path, IndexTrailer.read(file, path));
    }

    boolean reads(MappedFile other) {
        return file == other;
    }

    /** @throws SharedDataException if the index has other keys */
    void requireKeys(KeyKind wanted) {
        if (keys != wanted && keys != KeyKind.NONE) {
            throw other(keys, wanted, "open it as what it holds");
        }
    }

    /** @throws SharedDataException if the index has other values */
    void requireValues(ValueKind wanted) {
        if (values != wanted && values != ValueKind.NONE) {
            throw other(values, wanted, "use the method for what it holds");
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
            long hash = AsciiKey.hash(text);
            return hash == AsciiKey.NOT_ASCII ? find(text.getBytes(StandardCharsets.UTF_8)) : find(text, hash);
        }
        if (key instanceof Long number) {
            return find(number.longValue());
        }
        if (key instanceof byte[] bytes) {
            requireKeys(KeyKind.BYTES);
            return find(bytes);
        }
        Objects.requireNonNull(key, "key is null");
        throw other(keys, key.getClass().getTypeName(), "ask for keys of the kind it holds");
    }

    long find(long key) {
        requireKeys(KeyKind.LONG);
        long hash = KeyHash.ofLong(key);
        long slot = firstSlot(hash);
        if (slot == ABSENT || file.getLong(slot) != hash) {
            return ABSENT;
        }
        return records ? record(slot) : slot;
    }

    long longValue(long entry) {
        return file.getLong(
                records
                        ? entry
                                + IndexLayout.RECORD_HEADER_BYTES
                                + IndexLayout.padded(IndexLayout.keyBytes(file.getLong(entry)))
                        : entry + Long.BYTES);
    }

    byte[] bytesValue(long record) {
        long header = file.getLong(record);
        byte[] value = new byte[IndexLayout.valueBytes(header)];
        long from = record + IndexLayout.RECORD_HEADER_BYTES + IndexLayout.padded(IndexLayout.keyBytes(header));
        file.copyTo(from, value, 0, value.length);
        return value;
    }

    private long find(byte[] key) {
        long hash = KeyHash.ofBytes(key);
        for (long slot = firstSlot(hash);
                slot != ABSENT && slot < tableEnd && file.getLong(slot) == hash;
                slot += IndexLayout.SLOT_BYTES) {
            long record = record(slot);
            if (hasKey(record, key)) {
                return record;
            }
        }
        return ABSENT;
    }

    private long find(String key, long hash) {
        for (long slot = firstSlot(hash);
                slot != ABSENT && slot < tableEnd && file.getLong(slot) == hash;
                slot += IndexLayout.SLOT_BYTES) {
            long record = record(slot);
            if (hasKey(record, key)) {
                return record;
            }
        }
        return ABSENT;
    }

    private boolean hasKey(long record, String key) {
        if (IndexLayout.keyBytes(file.getLong(record)) != key.length()) {
            return false;
        }
        long from = record + IndexLayout.RECORD_HEADER_BYTES;
        for (int at = 0; at < key.length(); at += Long.BYTES) {
            if (file.getLong(from + at) != AsciiKey.word(key, at)) {
                return false;
            }
        }
        return true;
    }

    /** The first slot, from the hash's home on, whose hash is not smaller. */
    private long firstSlot(long hash) {
        long slot = tableOffset + IndexLayout.home(hash, homeSlots) * IndexLayout.SLOT_BYTES;
        while (slot < tableEnd) {
            if (Long.compareUnsigned(file.getLong(slot), hash) >= 0) {
                return slot;
            }
            slot += IndexLayout.SLOT_BYTES;
        }
        return ABSENT;
    }

    private boolean hasKey(long record, byte[] key) {
        if (IndexLayout.keyBytes(file.getLong(record)) != key.length) {
            return false;
        }
        long from = record + IndexLayout.RECORD_HEADER_BYTES;
        for (int at = 0; at < key.length; at += Long.BYTES) {
            if (file.getLong(from + at) != ByteWords.word(key, at)) {
                return false;
            }
        }
        return true;
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
        if (keyBytes < 0 || valueBytes < 0 || IndexLayout.padded(keyBytes) + IndexLayout.padded(valueBytes) > room) {
            throw damaged(slot, "record=" + record + " keyBytes=" + keyBytes + " valueBytes=" + valueBytes);
        }
        return record;
    }

    private SharedDataException damaged(long slot, String numbers) {
        long number = (slot - tableOffset) / IndexLayout.SLOT_BYTES;
        return new SharedDataException(
                path,
                "index damaged: slot " + number + " " + numbers + ", recordBytes<=" + tableOffset,
                "write the file again and check the disk");
    }

    private SharedDataException other(Object held, Object wanted, String advice) {
        return new SharedDataException(path, "holds " + held + ", expected " + wanted, advice);
    }
}
