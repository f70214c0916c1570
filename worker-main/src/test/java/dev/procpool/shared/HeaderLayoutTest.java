package dev.procpool.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeaderLayoutTest {

    private static final int[] VALUES = {1, -2, 3, -4, 5};

    @TempDir
    Path directory;

    private Path file;
    private byte[] good;

    @BeforeEach
    void writeAFile() throws Exception {
        file = directory.resolve("ints.bin");
        SharedInts.write(file, VALUES).close();
        good = Files.readAllBytes(file);
    }

    @Test
    void laysTheFileOutAsDocumented() {
        ByteBuffer bytes = ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals("PROCPOOL", new String(good, 0, 8, java.nio.charset.StandardCharsets.US_ASCII));
        assertEquals(2, bytes.getInt(8));
        assertEquals(0x01020304, bytes.getInt(12));
        assertEquals(2, bytes.getInt(16));
        assertEquals(0, bytes.getInt(20));
        assertEquals(VALUES.length, bytes.getLong(40));
        assertEquals(4 * VALUES.length, bytes.getLong(48));
        assertEquals(0, bytes.getLong(56));
        assertEquals(0, bytes.getLong(64));
        assertEquals(crc(good, 80, good.length), bytes.getInt(72));
        assertEquals(crc(good, 0, 76), bytes.getInt(76));
        assertEquals(80 + 4 * VALUES.length, good.length);
        for (int i = 0; i < VALUES.length; i++) {
            assertEquals(VALUES[i], bytes.getInt(80 + 4 * i));
        }
    }

    @Test
    void refusesTheFileWhenAnyBitOfTheHeaderIsFlipped() throws Exception {
        for (int bit = 0; bit < 8 * HeaderLayout.BYTES; bit++) {
            byte[] damaged = good.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefused(damaged, "");
        }
    }

    @Test
    void refusesTheFileCutAtAnyLength() throws Exception {
        for (int length = 0; length < HeaderLayout.BYTES; length++) {
            assertRefused(Arrays.copyOf(good, length), "truncated: fileBytes=" + length + " < 80");
        }
        for (int length = HeaderLayout.BYTES; length < good.length; length++) {
            assertRefused(Arrays.copyOf(good, length), "truncated: fileBytes=" + length + ", header says 100");
        }
    }

    @Test
    void refusesAGrownFile() throws Exception {
        assertRefused(Arrays.copyOf(good, 101), "grown after it was written: fileBytes=101, header says 100");
        assertRefused(Arrays.copyOf(good, 8192), "grown after it was written: fileBytes=8192, header says 100");
    }

    @Test
    void refusesWhatIsNoDataFile() throws Exception {
        assertRefused("x".repeat(200).getBytes(), "not a procpool data file: magic=7878787878787878");
        assertRefused(new byte[200], "not a procpool data file: magic=0,");
    }

    @Test
    void refusesAnotherVersionByteOrderOrElementTypeByName() throws Exception {
        assertRefused(with(HeaderLayout.VERSION_OFFSET, 1), "other format version: version=1, expected=2");
        assertRefused(with(HeaderLayout.ORDER_OFFSET, 0x04030201), "wrong byte order: mark=4030201, expected=1020304");
        assertRefused(with(HeaderLayout.TYPE_OFFSET, 3), "other element type: holds LONGS, expected INTS");
        assertRefused(with(HeaderLayout.TYPE_OFFSET, 99), "other element type: holds type 99, expected INTS");
        replace(file, good);
        for (Runnable other : new Runnable[] {
            () -> SharedLongs.open(file),
            () -> SharedDoubles.open(file),
            () -> SharedBytes.open(file),
            () -> SharedStrings.open(file)
        }) {
            String message = assertThrows(SharedDataException.class, other::run).getMessage();
            assertTrue(message.contains("holds INTS, expected "), message);
        }
    }

    @Test
    void refusesLengthsThatDoNotFitThePayloadEvenIfTheChecksumDoes() throws Exception {
        for (ElementType type : ElementType.values()) {
            for (long length : new long[] {-1, 6, 1L << 61, 1L << 62, Long.MIN_VALUE, Long.MAX_VALUE}) {
                byte[] header = HeaderLayout.encode(new Header(type, UUID.randomUUID(), length, 20, DataKey.NONE, 0))
                        .array();
                byte[] forged = good.clone();
                System.arraycopy(header, 0, forged, 0, header.length);
                replace(file, forged);
                String message = assertThrows(SharedDataException.class, () -> SharedHandle.open(file, type))
                        .getMessage();
                assertTrue(message.contains("impossible size: length=" + length), message);
            }
        }
    }

    @Test
    void findsDamageInThePayloadWhenAskedTo() throws Exception {
        for (int at = HeaderLayout.BYTES; at < good.length; at++) {
            byte[] damaged = good.clone();
            damaged[at] ^= 1;
            replace(file, damaged);
            SharedInts ints = SharedInts.open(file);
            String message =
                    assertThrows(SharedDataException.class, ints::verify).getMessage();
            assertTrue(message.startsWith(file + ": payload damaged: CRC32="), message);
        }
        System.setProperty(MappedFiles.VERIFY_PROPERTY, "true");
        try {
            assertRefused(Files.readAllBytes(file), "payload damaged");
        } finally {
            System.clearProperty(MappedFiles.VERIFY_PROPERTY);
        }
    }

    /** What stands there is read-only. */
    private static void replace(Path file, byte[] content) throws Exception {
        Files.deleteIfExists(file);
        Files.write(file, content);
    }

    private void assertRefused(byte[] content, String fact) throws Exception {
        replace(file, content);
        String message = assertThrows(SharedDataException.class, () -> SharedInts.open(file))
                .getMessage();
        assertTrue(message.startsWith(file + ": " + fact), message);
    }

    /** The good file with one field changed and the header checksum made right again. */
    private byte[] with(int offset, int value) {
        byte[] changed = good.clone();
        ByteBuffer bytes = ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(offset, value);
        bytes.putInt(HeaderLayout.HEADER_CHECKSUM_OFFSET, crc(changed, 0, HeaderLayout.HEADER_CHECKSUM_OFFSET));
        return changed;
    }

    private static int crc(byte[] bytes, int from, int to) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, to - from);
        return (int) crc.getValue();
    }
}
