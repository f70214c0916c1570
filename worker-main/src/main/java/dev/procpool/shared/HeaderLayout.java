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
 * The first 64 bytes of every file. Everything is little-endian.
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
 *  | payload length, in bytes      | payload CRC32 | header CRC32  |
 *  +-------------------------------+---------------+---------------+ 64
 *  | payload ...                                                   | end of file = 64 + payload length
 * </pre>
 *
 * <p>While a file is written these bytes are zero; they are filled in last, before the file gets its name. The header
 * checksum covers the 60 bytes before it. A reader compares, in this order: magic, order mark, version, header
 * checksum, element type, length against payload length, payload length against file size.
 */
final class HeaderLayout {

    static final long MAGIC = ByteBuffer.wrap("PROCPOOL".getBytes(StandardCharsets.US_ASCII))
            .order(ByteOrder.LITTLE_ENDIAN)
            .getLong();
    static final int VERSION = 1;
    static final int ORDER_MARK = 0x01020304;

    static final int MAGIC_OFFSET = 0;
    static final int VERSION_OFFSET = MAGIC_OFFSET + Long.BYTES;
    static final int ORDER_OFFSET = VERSION_OFFSET + Integer.BYTES;
    static final int TYPE_OFFSET = ORDER_OFFSET + Integer.BYTES;
    static final int ZERO_OFFSET = TYPE_OFFSET + Integer.BYTES;
    static final int IDENTITY_OFFSET = ZERO_OFFSET + Integer.BYTES;
    static final int LENGTH_OFFSET = IDENTITY_OFFSET + 2 * Long.BYTES;
    static final int PAYLOAD_BYTES_OFFSET = LENGTH_OFFSET + Long.BYTES;
    static final int PAYLOAD_CHECKSUM_OFFSET = PAYLOAD_BYTES_OFFSET + Long.BYTES;
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
                .putInt(PAYLOAD_CHECKSUM_OFFSET, header.payloadChecksum())
                .putInt(HEADER_CHECKSUM_OFFSET, checksum(bytes));
        return bytes;
    }

    /**
     * Reads and checks the header of an open file.
     *
     * @throws SharedDataException if the file is not a complete file of this type and version
     * @throws IOException if it cannot be read
     */
    static Header read(FileChannel channel, Path file, ElementType wanted) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {
            // a read may be short
        }
        if (bytes.hasRemaining()) {
            throw new SharedDataException(
                    file, "truncated: fileBytes=" + bytes.position() + " < headerBytes=" + BYTES, WRITE_AGAIN);
        }
        Header header = decode(bytes, file, wanted);
        long expected = BYTES + header.payloadBytes();
        if (channel.size() != expected) {
            String fact = channel.size() < expected ? "truncated" : "grown after it was written";
            throw new SharedDataException(
                    file, fact + ": fileBytes=" + channel.size() + ", header says " + expected, WRITE_AGAIN);
        }
        return header;
    }

    private static Header decode(ByteBuffer bytes, Path file, ElementType wanted) {
        if (bytes.getLong(MAGIC_OFFSET) != MAGIC) {
            throw new SharedDataException(
                    file,
                    String.format(
                            "not a procpool data file: magic=%x, expected=%x", bytes.getLong(MAGIC_OFFSET), MAGIC),
                    "check the path");
        }
        if (bytes.getInt(ORDER_OFFSET) != ORDER_MARK) {
            throw new SharedDataException(
                    file,
                    String.format("wrong byte order: mark=%x, expected=%x", bytes.getInt(ORDER_OFFSET), ORDER_MARK),
                    WRITE_AGAIN);
        }
        if (bytes.getInt(VERSION_OFFSET) != VERSION) {
            throw new SharedDataException(
                    file,
                    "other format version: version=" + bytes.getInt(VERSION_OFFSET) + ", expected=" + VERSION,
                    "write it again with this version of procpool, or read it with the one that wrote it");
        }
        if (bytes.getInt(HEADER_CHECKSUM_OFFSET) != checksum(bytes)) {
            throw new SharedDataException(
                    file,
                    String.format(
                            "header damaged: CRC32=%08x, stored=%08x",
                            checksum(bytes), bytes.getInt(HEADER_CHECKSUM_OFFSET)),
                    WRITE_AGAIN);
        }
        int code = bytes.getInt(TYPE_OFFSET);
        if (code != wanted.code()) {
            String found = ElementType.ofCode(code).map(Enum::name).orElse("type " + code);
            throw new SharedDataException(
                    file, "other element type: holds " + found + ", expected " + wanted, "open it as what it holds");
        }
        Header header = new Header(
                wanted,
                new UUID(bytes.getLong(IDENTITY_OFFSET), bytes.getLong(IDENTITY_OFFSET + Long.BYTES)),
                bytes.getLong(LENGTH_OFFSET),
                bytes.getLong(PAYLOAD_BYTES_OFFSET),
                bytes.getInt(PAYLOAD_CHECKSUM_OFFSET));
        if (!wanted.fits(header.length(), header.payloadBytes())) {
            throw new SharedDataException(
                    file,
                    "impossible size: length=" + header.length() + " " + wanted + " in payloadBytes="
                            + header.payloadBytes(),
                    WRITE_AGAIN);
        }
        return header;
    }

    private static int checksum(ByteBuffer header) {
        CRC32 crc = new CRC32();
        crc.update(header.slice(0, HEADER_CHECKSUM_OFFSET));
        return (int) crc.getValue();
    }
}
