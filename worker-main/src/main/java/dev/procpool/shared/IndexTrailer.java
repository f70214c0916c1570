package dev.procpool.shared;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.CRC32;

/**
 * The last 32 bytes of an index, as {@link IndexLayout} shows them.
 *
 * @param homeSlots what homes are computed from
 * @param slots what the table has, at least one per entry
 */
record IndexTrailer(long homeSlots, long slots, KeyKind keys, ValueKind values) {

    static final int HOME_SLOTS_OFFSET = 0;
    static final int SLOTS_OFFSET = HOME_SLOTS_OFFSET + Long.BYTES;
    static final int KEYS_OFFSET = SLOTS_OFFSET + Long.BYTES;
    static final int VALUES_OFFSET = KEYS_OFFSET + Integer.BYTES;
    static final int ZERO_OFFSET = VALUES_OFFSET + Integer.BYTES;
    static final int CHECKSUM_OFFSET = ZERO_OFFSET + Integer.BYTES;
    static final int BYTES = CHECKSUM_OFFSET + Integer.BYTES;

    /** So that the offset of a home is a long. */
    private static final long MAX_HOME_SLOTS = Long.MAX_VALUE / (2 * IndexLayout.SLOT_BYTES);

    byte[] encode() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(HOME_SLOTS_OFFSET, homeSlots)
                .putLong(SLOTS_OFFSET, slots)
                .putInt(KEYS_OFFSET, keys.code())
                .putInt(VALUES_OFFSET, values.code())
                .putInt(CHECKSUM_OFFSET, checksum(bytes));
        return bytes.array();
    }

    /**
     * Reads and checks the trailer of a mapped file.
     *
     * @throws SharedDataException if it does not fit the file
     */
    static IndexTrailer read(MappedFile file) {
        long payloadBytes = file.header().payloadBytes();
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        file.copyTo(payloadBytes - BYTES, bytes.array(), 0, BYTES);
        int stored = bytes.getInt(CHECKSUM_OFFSET);
        if (stored != checksum(bytes)) {
            throw damaged(file.path(), String.format("CRC32=%08x, stored=%08x", checksum(bytes), stored));
        }
        IndexTrailer trailer = new IndexTrailer(
                bytes.getLong(HOME_SLOTS_OFFSET),
                bytes.getLong(SLOTS_OFFSET),
                KeyKind.ofCode(bytes.getInt(KEYS_OFFSET)),
                ValueKind.ofCode(bytes.getInt(VALUES_OFFSET)));
        long room = (payloadBytes - BYTES) / IndexLayout.SLOT_BYTES;
        if (trailer.keys == null
                || trailer.values == null
                || trailer.homeSlots < 1
                || trailer.homeSlots > MAX_HOME_SLOTS
                || trailer.slots < file.length()
                || trailer.slots > room) {
            throw damaged(file.path(), trailer + ", entries=" + file.length() + ", room for slots=" + room);
        }
        return trailer;
    }

    long tableOffset(long payloadBytes) {
        return payloadBytes - BYTES - slots * IndexLayout.SLOT_BYTES;
    }

    private static SharedDataException damaged(Path path, String numbers) {
        return SharedDataException.ofContent(
                path, "trailer of the index damaged: " + numbers, "write the file again and check the disk", null);
    }

    private static int checksum(ByteBuffer trailer) {
        CRC32 crc = new CRC32();
        crc.update(trailer.slice(0, CHECKSUM_OFFSET));
        return (int) crc.getValue();
    }
}
