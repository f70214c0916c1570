package dev.procpool.shared;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * The first 80 bytes of every file, and of every section in one. Everything is little-endian.
 *
 * <pre>
 *   0                               8               12              16
 *  +-------------------------------+---------------+---------------+
 *  | magic "PROCPOOL"              | version       | order mark    |
 *  +---------------+---------------+---------------+---------------+ 16
 *  | element type  | 0             | identity, upper half          |
 *  +---------------+---------------+-------------------------------+ 32
 *  | identity, lower half          | length, in elements           |
 *  +-------------------------------+---------------+---------------+ 48
 *  | payload length, in bytes      | key, upper half               |
 *  +-------------------------------+---------------+---------------+ 64
 *  | key, lower half               | payload CRC32 | header CRC32  |
 *  +-------------------------------+---------------+---------------+ 80
 *  | payload ...                                                   | end of file = 80 + payload length
 * </pre>
 *
 * <p>While a file is written these bytes are zero; they are filled in last, before the file gets its name. The header
 * checksum covers the 76 bytes before it. A reader compares, in this order: magic, order mark, version, header
 * checksum, element type, length against payload length, payload length against file size.
 */
final class HeaderLayout {

    static final long MAGIC = ByteBuffer.wrap("PROCPOOL".getBytes(StandardCharsets.US_ASCII))
            .order(ByteOrder.LITTLE_ENDIAN)
            .getLong();
    static final int VERSION = 2;
    static final int ORDER_MARK = 0x01020304;

    static final int MAGIC_OFFSET = 0;
    static final int VERSION_OFFSET = MAGIC_OFFSET + Long.BYTES;
    static final int ORDER_OFFSET = VERSION_OFFSET + Integer.BYTES;
    static final int TYPE_OFFSET = ORDER_OFFSET + Integer.BYTES;
    static final int ZERO_OFFSET = TYPE_OFFSET + Integer.BYTES;
    static final int IDENTITY_OFFSET = ZERO_OFFSET + Integer.BYTES;
    static final int LENGTH_OFFSET = IDENTITY_OFFSET + 2 * Long.BYTES;
    static final int PAYLOAD_BYTES_OFFSET = LENGTH_OFFSET + Long.BYTES;
    static final int KEY_OFFSET = PAYLOAD_BYTES_OFFSET + Long.BYTES;
    static final int PAYLOAD_CHECKSUM_OFFSET = KEY_OFFSET + 2 * Long.BYTES;
    static final int HEADER_CHECKSUM_OFFSET = PAYLOAD_CHECKSUM_OFFSET + Integer.BYTES;
    static final int BYTES = HEADER_CHECKSUM_OFFSET + Integer.BYTES;

    private static final String WRITE_AGAIN = "write the file again";

    private HeaderLayout() {}

    static ByteBuffer encode(Header header) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(MAGIC_OFFSET, MAGIC)
                .putInt(VERSION_OFFSET, VERSION)
                .putInt(ORDER_OFFSET, ORDER_MARK)
                .putInt(TYPE_OFFSET, header.type().code())
                .putLong(IDENTITY_OFFSET, header.identity().getMostSignificantBits())
                .putLong(IDENTITY_OFFSET + Long.BYTES, header.identity().getLeastSignificantBits())
                .putLong(LENGTH_OFFSET, header.length())
                .putLong(PAYLOAD_BYTES_OFFSET, header.payloadBytes())
                .putLong(KEY_OFFSET, header.key().getMostSignificantBits())
                .putLong(KEY_OFFSET + Long.BYTES, header.key().getLeastSignificantBits())
                .putInt(PAYLOAD_CHECKSUM_OFFSET, header.payloadChecksum())
                .putInt(HEADER_CHECKSUM_OFFSET, checksum(bytes));
        return bytes;
    }

    /**
     * Reads and checks the header of an open file.
     *
     * @param wanted null for any
     * @throws SharedDataException if the file is not a complete file of this type and version
     * @throws IOException if it cannot be read
     */
    static Header read(FileChannel channel, Path file, ElementType wanted) throws IOException {
        Header header = readAt(0, channel, file, wanted);
        long expected = BYTES + header.payloadBytes();
        if (channel.size() != expected) {
            String fact = channel.size() < expected ? "truncated" : "grown after it was written";
            throw SharedDataException.ofContent(
                    file, fact + ": fileBytes=" + channel.size() + ", header says " + expected, WRITE_AGAIN, null);
        }
        return header;
    }

    /** Reads and checks the header of a section of a file that has been found complete. */
    static Header readSection(long offset, FileChannel channel, Path file, ElementType wanted) throws IOException {
        Header header = readAt(offset, channel, file, wanted);
        if (header.payloadBytes() > channel.size() - offset - BYTES) {
            throw SharedDataException.ofContent(
                    file,
                    "impossible size: section at " + offset + " with payloadBytes=" + header.payloadBytes()
                            + " in fileBytes=" + channel.size(),
                    WRITE_AGAIN,
                    null);
        }
        return header;
    }

    private static Header readAt(long offset, FileChannel channel, Path file, ElementType wanted) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && channel.read(bytes, offset + bytes.position()) >= 0) {
            // a read may be short
        }
        if (bytes.hasRemaining()) {
            throw SharedDataException.ofContent(
                    file, "truncated: fileBytes=" + channel.size() + " < " + (offset + BYTES), WRITE_AGAIN, null);
        }
        return decode(bytes, file, wanted);
    }

    private static Header decode(ByteBuffer bytes, Path file, ElementType wanted) {
        if (bytes.getLong(MAGIC_OFFSET) != MAGIC) {
            throw SharedDataException.ofContent(
                    file,
                    String.format(
                            "not a procpool data file: magic=%x, expected=%x", bytes.getLong(MAGIC_OFFSET), MAGIC),
                    "check the path",
                    null);
        }
        if (bytes.getInt(ORDER_OFFSET) != ORDER_MARK) {
            throw SharedDataException.ofContent(
                    file,
                    String.format("wrong byte order: mark=%x, expected=%x", bytes.getInt(ORDER_OFFSET), ORDER_MARK),
                    WRITE_AGAIN,
                    null);
        }
        if (bytes.getInt(VERSION_OFFSET) != VERSION) {
            throw SharedDataException.ofContent(
                    file,
                    "other format version: version=" + bytes.getInt(VERSION_OFFSET) + ", expected=" + VERSION,
                    "write it again with this version of procpool, or read it with the one that wrote it",
                    null);
        }
        if (bytes.getInt(HEADER_CHECKSUM_OFFSET) != checksum(bytes)) {
            throw SharedDataException.ofContent(
                    file,
                    String.format(
                            "header damaged: CRC32=%08x, stored=%08x",
                            checksum(bytes), bytes.getInt(HEADER_CHECKSUM_OFFSET)),
                    WRITE_AGAIN,
                    null);
        }
        int code = bytes.getInt(TYPE_OFFSET);
        ElementType type = ElementType.ofCode(code).orElse(null);
        if (type == null || wanted != null && type != wanted) {
            throw SharedDataException.ofContent(
                    file,
                    "other element type: holds " + (type == null ? "type " + code : type) + ", expected "
                            + (wanted == null ? "a known one" : wanted),
                    "open it as what it holds",
                    null);
        }
        Header header = new Header(
                type,
                new UUID(bytes.getLong(IDENTITY_OFFSET), bytes.getLong(IDENTITY_OFFSET + Long.BYTES)),
                bytes.getLong(LENGTH_OFFSET),
                bytes.getLong(PAYLOAD_BYTES_OFFSET),
                new UUID(bytes.getLong(KEY_OFFSET), bytes.getLong(KEY_OFFSET + Long.BYTES)),
                bytes.getInt(PAYLOAD_CHECKSUM_OFFSET));
        if (!type.fits(header.length(), header.payloadBytes())) {
            throw SharedDataException.ofContent(
                    file,
                    "impossible size: length=" + header.length() + " " + type + " in payloadBytes="
                            + header.payloadBytes(),
                    WRITE_AGAIN,
                    null);
        }
        return header;
    }

    private static int checksum(ByteBuffer header) {
        CRC32 crc = new CRC32();
        crc.update(header.slice(0, HEADER_CHECKSUM_OFFSET));
        return (int) crc.getValue();
    }
}
