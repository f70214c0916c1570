package dev.procpool.internal.process;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The bytes of a jar that holds its manifest and nothing else, not compressed and with the same time for ever. Written by hand
 * because {@code JarOutputStream} loads the time zones for that time, which takes 80 ms.
 *
 * <pre>
 *   local header   50 4b 03 04 | version | flags | method | time | date | crc | size | size | name length | 0      30 bytes
 *                  META-INF/MANIFEST.MF, the manifest
 *   central header 50 4b 01 02 | made by | version | flags | method | time | date | crc | size | size | name length
 *                  | 0 | 0 | 0 | 0 | 0 (4 bytes) | offset of the local header (4 bytes)                                46 bytes
 *                  META-INF/MANIFEST.MF
 *   end            50 4b 05 06 | 0 | 0 | 1 | 1 | size of the central header | its offset | 0                          22 bytes
 * </pre>
 *
 * Little-endian; crc, sizes and offsets have 4 bytes, the rest 2 (PKWARE, APPNOTE.TXT, 4.3).
 */
final class StoredJar {

    private static final byte[] NAME = "META-INF/MANIFEST.MF".getBytes(StandardCharsets.US_ASCII);

    private static final int LOCAL_BYTES = 30;
    private static final int CENTRAL_BYTES = 46;
    private static final int END_BYTES = 22;

    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int CENTRAL_SIGNATURE = 0x02014b50;
    private static final int END_SIGNATURE = 0x06054b50;

    private static final short VERSION = 10;

    /** 1 January 1980, the first day there is. */
    private static final short DATE = 1 << 5 | 1;

    private StoredJar() {}

    static byte[] ofManifest(byte[] manifest) {
        int centralOffset = LOCAL_BYTES + NAME.length + manifest.length;
        int centralLength = CENTRAL_BYTES + NAME.length;
        ByteBuffer jar =
                ByteBuffer.allocate(centralOffset + centralLength + END_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        var crc = new CRC32();
        crc.update(manifest);

        jar.putInt(LOCAL_SIGNATURE);
        putCommon(jar, (int) crc.getValue(), manifest.length);
        jar.put(NAME).put(manifest);

        jar.putInt(CENTRAL_SIGNATURE).putShort(VERSION);
        putCommon(jar, (int) crc.getValue(), manifest.length);
        // No comment, disk, or attributes; the local header is the first thing in the file.
        jar.putShort((short) 0).putShort((short) 0).putShort((short) 0);
        jar.putInt(0).putInt(0);
        jar.put(NAME);

        jar.putInt(END_SIGNATURE).putShort((short) 0).putShort((short) 0);
        jar.putShort((short) 1).putShort((short) 1);
        jar.putInt(centralLength).putInt(centralOffset).putShort((short) 0);
        return jar.array();
    }

    /** From the version to the length of the extra field: the same in both headers. */
    private static void putCommon(ByteBuffer jar, int crc, int length) {
        jar.putShort(VERSION).putShort((short) 0).putShort((short) 0);
        jar.putShort((short) 0).putShort(DATE);
        jar.putInt(crc).putInt(length).putInt(length);
        jar.putShort((short) NAME.length).putShort((short) 0);
    }
}
