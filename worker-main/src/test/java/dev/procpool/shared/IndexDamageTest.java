package dev.procpool.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are not what is asked for, or not what was written. */
class IndexDamageTest {

    private static final int RECORD = HeaderLayout.BYTES;

    @TempDir
    Path directory;

    @Test
    void refusesOtherKeysOnOpeningAndOnLookup() {
        SharedIndex.write(file(), Map.of("a", 1)).close();
        assertEquals(
                file() + ": holds String keys, expected long keys; open and read it as what it holds",
                failure(() -> SharedIndex.open(file(), Long.class)));
        assertTrue(failure(() -> SharedIndex.open(file(), byte[].class)).contains("expected byte[] keys"));
        SharedIndex<String> index = SharedIndex.open(file(), String.class);
        assertTrue(failure(() -> index.getInt(1, 0)).contains("holds String keys, expected long keys"));
        assertTrue(failure(() -> index.contains(1)).contains("holds String keys, expected long keys"));
        assertTrue(failure(() -> unchecked(index).contains(new byte[0])).contains("expected byte[] keys"));
        assertTrue(failure(() -> unchecked(index).contains(1)).contains("expected long keys"), "widened");
        assertTrue(failure(() -> unchecked(index).contains(1.0))
                .contains("holds String keys, expected keys of java.lang.Double"));
        assertThrows(NullPointerException.class, () -> index.contains(null));
        assertThrows(IllegalArgumentException.class, () -> SharedIndex.open(file(), Integer.class));
        SharedIndex.write(file("longs"), Map.of(1L, 1)).close();
        assertTrue(failure(() -> SharedIndex.open(file("longs"), String.class))
                .contains("holds long keys, expected String keys"));
    }

    @Test
    void refusesOtherValues() {
        SharedIndex<String> ints = SharedIndex.write(file(), Map.of("a", 1));
        SharedIndex<String> longs = SharedIndex.write(file("longs"), Map.of("a", 1L));
        SharedIndex<Long> bytes = SharedIndex.write(file("bytes"), Map.of(1L, new byte[1]));
        assertTrue(failure(() -> longs.getInt("a", 0)).contains("holds long values, expected int values"));
        assertTrue(failure(() -> longs.forEachInt((key, value) -> {})).contains("holds long values"));
        assertTrue(failure(() -> ints.getBytes("a")).contains("holds int values, expected byte[] values"));
        assertTrue(failure(() -> ints.forEachBytes((key, value) -> {})).contains("holds int values"));
        assertTrue(failure(() -> bytes.getInt(1, 0)).contains("holds byte[] values, expected int values"));
        assertTrue(failure(() -> bytes.getLong(1, 0)).contains("holds byte[] values, expected long values"));
        assertTrue(failure(() -> bytes.forEachLong((key, value) -> {})).contains("holds byte[] values"));
    }

    @Test
    void refusesAFileThatIsNoIndex() {
        SharedInts.write(file(), new int[1]).close();
        assertTrue(failure(() -> SharedIndex.open(file(), String.class))
                .contains("other element type: holds INTS, expected INDEX"));
    }

    @Test
    void refusesADamagedTrailer() throws Exception {
        SharedIndex.write(file(), Map.of("a", 1, "b", 2)).close();
        int trailer = (int) Files.size(file()) - IndexTrailer.BYTES;
        for (int offset = 0; offset < IndexTrailer.BYTES; offset++) {
            int at = trailer + offset;
            damage(bytes -> bytes.put(at, (byte) (bytes.get(at) ^ 4)));
            String message = failure(() -> SharedIndex.open(file("damaged"), String.class));
            assertTrue(message.contains("trailer of the index damaged: CRC32="), message);
        }
    }

    @Test
    void refusesATrailerThatDoesNotFitItsFile() throws Exception {
        SharedIndex.write(file(), Map.of("a", 1, "b", 2)).close();
        int at = (int) Files.size(file()) - IndexTrailer.BYTES;
        for (IndexTrailer wrong : List.of(
                new IndexTrailer(0, 3, KeyKind.STRING, ValueKind.INT),
                new IndexTrailer(Long.MAX_VALUE, 3, KeyKind.STRING, ValueKind.INT),
                new IndexTrailer(3, 1, KeyKind.STRING, ValueKind.INT),
                new IndexTrailer(3, -1, KeyKind.STRING, ValueKind.INT),
                new IndexTrailer(3, 1_000, KeyKind.STRING, ValueKind.INT),
                new IndexTrailer(3, Long.MAX_VALUE, KeyKind.STRING, ValueKind.INT))) {
            damage(bytes -> bytes.put(at, wrong.encode()));
            String message = failure(() -> SharedIndex.open(file("damaged"), String.class));
            assertTrue(
                    message.contains("trailer of the index damaged: IndexTrailer[homeSlots=" + wrong.homeSlots()),
                    message);
        }
    }

    @Test
    void refusesARecordThatIsNotThereOrReachesTooFar() throws Exception {
        SharedIndex.write(file(), Map.of("key", new byte[5])).close();
        int slot = slot();
        for (long wrong : new long[] {-8, 4, 1, slot - HeaderLayout.BYTES, 1L << 40, Long.MAX_VALUE - 7}) {
            damage(bytes -> bytes.putLong(slot + Long.BYTES, wrong));
            assertDamaged("slot 0 has record=" + wrong);
        }
        damage(bytes -> bytes.putInt(RECORD, -1));
        assertDamaged("slot 0 has record=0 keyBytes=-1 valueBytes=5");
        damage(bytes -> bytes.putInt(RECORD + Integer.BYTES, Integer.MIN_VALUE));
        assertDamaged("valueBytes=-2147483648");
        damage(bytes -> bytes.putInt(RECORD + Integer.BYTES, Integer.MAX_VALUE));
        assertDamaged("valueBytes=2147483647");
        damage(bytes -> bytes.putInt(RECORD, 17));
        assertDamaged("keyBytes=17");
    }

    @Test
    void refusesARecordWithoutTheValue() throws Exception {
        SharedIndex.write(file(), Map.of("key", 5)).close();
        damage(bytes -> bytes.putInt(RECORD + Integer.BYTES, 0));
        SharedIndex<String> index = SharedIndex.open(file("damaged"), String.class);
        assertTrue(failure(() -> index.getInt("key", 0)).contains("valueBytes=0"));
    }

    /** Anything may come out but an exception of another kind, or a value that is out of the file. */
    @Test
    void survivesAnyDamage() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, byte[]> map =
                Map.of("a", new byte[3], "b", new byte[0], "some longer key", new byte[40], "d", new byte[1]);
        SharedIndex.write(file(), map).close();
        int size = (int) Files.size(file()) - HeaderLayout.BYTES;
        for (int round = 0; round < 2_000; round++) {
            damage(bytes -> {
                for (int i = random.nextInt(4); i >= 0; i--) {
                    bytes.put(HeaderLayout.BYTES + random.nextInt(size), (byte) random.nextInt());
                }
            });
            try {
                SharedIndex<String> index = SharedIndex.open(file("damaged"), String.class);
                map.keySet().forEach(index::getBytes);
                index.contains("c");
                index.forEachBytes((key, value) -> assertTrue(value.length <= size));
            } catch (SharedDataException e) {
                assertTrue(e.getMessage().contains(" damaged: "), "seed=" + seed + " " + e.getMessage());
            }
        }
    }

    private void assertDamaged(String fact) {
        SharedIndex<String> index = SharedIndex.open(file("damaged"), String.class);
        for (Runnable use : new Runnable[] {
            () -> index.getBytes("key"), () -> index.contains("key"), () -> index.forEachKey(key -> {})
        }) {
            String message = failure(use);
            assertTrue(message.contains("index damaged: ") && message.contains(fact), message);
        }
        assertTrue(failure(index::verify).contains("payload damaged"));
    }

    /** Of the only entry. */
    private int slot() throws Exception {
        return (int) Files.size(file()) - IndexTrailer.BYTES - IndexLayout.SLOT_BYTES;
    }

    private void damage(Consumer<ByteBuffer> change) throws Exception {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file())).order(ByteOrder.LITTLE_ENDIAN);
        change.accept(bytes);
        Path whole = file("whole");
        Files.write(whole, bytes.array());
        Files.move(whole, file("damaged"), StandardCopyOption.REPLACE_EXISTING);
    }

    @SuppressWarnings("unchecked") // What a program with raw types does.
    private static SharedIndex<Object> unchecked(SharedIndex<?> index) {
        return (SharedIndex<Object>) index;
    }

    private static String failure(Runnable use) {
        return assertThrows(SharedDataException.class, use::run).getMessage();
    }

    private Path file() {
        return file("index.bin");
    }

    private Path file(String name) {
        return directory.resolve(name);
    }
}
