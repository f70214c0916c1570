package dev.procpool.shared;

/**
 * The payload of a file of n sections. A section is a header and a payload, as a file is.
 *
 * <pre>
 *  +--------------------------------------------------------+ 0
 *  | section 0: header, payload                             |
 *  +--------------------------------------------------------+ a multiple of 64
 *  | section 1 ... n-1, each at a multiple of 64            |
 *  +--------------------------------------------------------+ directory offset, a multiple of 64
 *  | n entries:                                             |
 *  |   0           8                 24      28        32   |
 *  |  +-----------+-----------------+-------+---------+---+ |
 *  |  | offset    | identity        | type  | m       | m bytes of name, UTF-8, zeros up to a multiple of 8
 *  |  +-----------+-----------------+-------+---------+---+ |
 *  +--------------------------------------------------------+ payload length - 8
 *  | directory offset                                       |
 *  +--------------------------------------------------------+
 * </pre>
 *
 * <p>An entry's offset is that of the section's header, from the start of the payload. The payload checksum of the file
 * covers the directory and what follows it; each section has its own.
 */
final class SectionsLayout {

    static final int ALIGNMENT = 64;

    static final int OFFSET_OFFSET = 0;
    static final int IDENTITY_OFFSET = OFFSET_OFFSET + Long.BYTES;
    static final int TYPE_OFFSET = IDENTITY_OFFSET + 2 * Long.BYTES;
    static final int NAME_BYTES_OFFSET = TYPE_OFFSET + Integer.BYTES;
    static final int NAME_OFFSET = NAME_BYTES_OFFSET + Integer.BYTES;

    static final int MAX_NAME_BYTES = 1024;

    private static final int TRAILER_BYTES = Long.BYTES;

    private SectionsLayout() {}

    static long align(long offset) {
        return (offset + ALIGNMENT - 1) & -ALIGNMENT;
    }

    static long trailerOffset(long payloadBytes) {
        return payloadBytes - TRAILER_BYTES;
    }

    static int entryBytes(int nameBytes) {
        return NAME_OFFSET + ((nameBytes + Long.BYTES - 1) & -Long.BYTES);
    }

    static boolean fits(long length, long payloadBytes) {
        return length >= 0 && length <= (payloadBytes - TRAILER_BYTES) / NAME_OFFSET;
    }
}
