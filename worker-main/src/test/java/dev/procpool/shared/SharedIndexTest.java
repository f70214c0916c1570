package dev.procpool.shared;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedIndexTest {

    /** The smallest buffer: 64 entries of a long key and an int. */
    private static final int TINY = 0;

    @TempDir
    Path directory;

    @Test
    void answersAsAHashMapDoesForStringKeysOfEveryScript() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int size : new int[] {0, 1, 2, 3, 10, 1_000, 20_000}) {
            Map<String, Integer> map = new HashMap<>();
            while (map.size() < size) {
                map.put(RandomText.of(random), random.nextInt());
            }
            SharedIndex<String> index = SharedIndex.write(file(), map);
            index.verify();
            assertEquals(size, index.length());
            map.forEach((key, value) -> {
                assertEquals(value, index.getInt(key, ~value), () -> "seed=" + seed + " key=" + key);
                assertEquals((long) value, index.getLong(new String(key), ~value));
                assertTrue(index.contains(key));
            });
            for (int i = 0; i < 2_000; i++) {
                String key = RandomText.of(random);
                assertEquals(map.getOrDefault(key, -7), index.getInt(key, -7), () -> "seed=" + seed + " key=" + key);
                assertEquals(map.containsKey(key), index.contains(key));
            }
            Map<String, Integer> all = new HashMap<>();
            index.forEachInt((key, value) -> assertNull(all.put(key, value)));
            assertEquals(map, all, "seed=" + seed);
        }
    }

    @Test
    void answersAsAHashMapDoesForLongKeysInMemoryAndInManyRuns() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<Long, Long> map = new LinkedHashMap<>();
        for (long key : new long[] {0, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE}) {
            map.put(key, ~key);
        }
        for (int i = 0; i < 10_000; i++) {
            map.put(random.nextBoolean() ? (long) i : random.nextLong(), random.nextLong());
        }
        for (int bufferBytes : new int[] {TINY, 1 << 20}) {
            SharedIndex<Long> index = SharedData.write(
                    file(), SharedIndex.builder(Long.class, long.class, bufferBytes, out -> map.forEach(out::add)));
            index.verify();
            assertEquals(map.size(), index.length());
            map.forEach((key, value) -> {
                assertEquals(value, index.getLong((long) key, ~value), () -> "seed=" + seed + " key=" + key);
                assertEquals(value, index.getLong(key, ~value));
            });
            for (int i = 0; i < 20_000; i++) {
                long key = i % 2 == 0 ? -i : random.nextLong();
                assertEquals(map.containsKey(key), index.contains(key), () -> "seed=" + seed + " key=" + key);
            }
            Map<Long, Long> all = new HashMap<>();
            index.forEachLong((key, value) -> assertNull(all.put(key, value)));
            assertEquals(map, all, "seed=" + seed);
        }
    }

    /** Values of no bytes up to 100,000, in runs of a few; keys that begin alike. */
    @Test
    void keepsByteValuesOfEverySizeThroughManyRuns() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<ByteBuffer, byte[]> map = new HashMap<>();
        byte[] prefix = new byte[100];
        for (int i = 0; i < 700; i++) {
            byte[] key = new byte[random.nextInt(prefix.length)];
            if (key.length > 0) {
                key[key.length - 1] = (byte) random.nextInt();
            }
            byte[] value = new byte[random.nextInt(50) == 0 ? random.nextInt(100_000) : random.nextInt(30)];
            random.nextBytes(value);
            map.put(ByteBuffer.wrap(key), value);
        }
        SharedIndex<byte[]> index = SharedData.write(
                file(),
                SharedIndex.builder(
                        byte[].class,
                        byte[].class,
                        TINY,
                        out -> map.forEach((key, value) -> out.add(key.array(), value))));
        index.verify();
        map.forEach((key, value) ->
                assertArrayEquals(value, index.getBytes(key.array().clone()), "seed=" + seed));
        assertNull(index.getBytes(new byte[prefix.length]));
        Set<ByteBuffer> all = new HashSet<>();
        index.forEachBytes((key, value) -> {
            assertTrue(all.add(ByteBuffer.wrap(key)));
            assertArrayEquals(map.get(ByteBuffer.wrap(key)), value, "seed=" + seed);
        });
        assertEquals(map.keySet(), all);
    }

    @Test
    void longKeysHaveByteValuesToo() {
        Map<Long, byte[]> map = new HashMap<>();
        for (long key = -500; key < 500; key++) {
            map.put(key, ("value " + key).repeat((int) (key & 7)).getBytes());
        }
        SharedIndex<Long> index = SharedData.write(
                file(), SharedIndex.builder(long.class, byte[].class, TINY, out -> map.forEach(out::add)));
        map.forEach((key, value) -> assertArrayEquals(value, index.getBytes((long) key)));
        assertNull(index.getBytes(500));
        Set<Long> all = new HashSet<>();
        index.forEachKey(key -> assertTrue(all.add(key)));
        assertEquals(map.keySet(), all);
    }

    @Test
    void readsAcrossSegmentBorders() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, byte[]> map = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            byte[] value = new byte[random.nextInt(100)];
            random.nextBytes(value);
            map.put(RandomText.of(random), value);
        }
        SharedIndex.write(file(), map).close();
        for (int shift = 4; shift < 12; shift++) {
            String label = "seed=" + seed + " shift=" + shift;
            SharedIndex<String> index = new SharedIndex<>(Segmented.open(file(), ElementType.INDEX, shift));
            map.forEach((key, value) -> assertArrayEquals(value, index.getBytes(key), label));
            Map<String, byte[]> all = new HashMap<>();
            index.forEachBytes(all::put);
            assertEquals(map.keySet(), all.keySet(), label);
        }
    }

    @Test
    void tellsKeysOfEqualHashesApartAndFindsNoOtherOne() {
        List<byte[]> keys = EqualHashes.keys(40);
        for (int used : new int[] {1, 2, 39}) {
            SharedIndex<byte[]> index =
                    SharedData.write(file(), SharedIndex.builder(byte[].class, int.class, TINY, out -> {
                        for (int i = 0; i < used; i++) {
                            out.add(keys.get(i), i);
                        }
                        for (int i = 0; i < 300; i++) {
                            out.add(new byte[] {(byte) i, (byte) (i >> 8)}, -1);
                        }
                    }));
            for (int i = 0; i < keys.size(); i++) {
                assertEquals(i < used ? i : -2, index.getInt(keys.get(i), -2), "used=" + used);
            }
        }
    }

    /** Between entries that are far apart every slot is empty; at each home the answer must be no. */
    @Test
    void anEmptySlotIsNeverTakenForAnEntry() {
        SharedIndex<Long> index = SharedData.write(file(), SharedIndex.builder(Long.class, int.class, out -> {
            for (int i = 0; i < 300; i++) {
                // all homes in the first half of the table
                out.add(KeyHash.keyOf((long) i << 54), i);
            }
        }));
        MappedFile mapped = index.handle.file();
        IndexTrailer trailer = IndexTrailer.read(mapped);
        assertTrue(trailer.slots() > 1, "there are slots between");
        for (int i = 0; i < 300; i++) {
            long hash = (long) i << 54;
            assertEquals(i, index.getInt(KeyHash.keyOf(hash), -1));
            for (long near : new long[] {hash - 1, hash + 1, hash + (1L << 53), ~hash}) {
                assertFalse(index.contains(KeyHash.keyOf(near)), "i=" + i);
            }
        }
    }

    @Test
    void aKeyWithHalfASurrogatePairIsAbsentAlthoughItsBytesWouldBeThoseOfAnother() {
        SharedIndex<String> index = SharedIndex.write(file(), Map.of("?", 1, "a?", 2, "\u00e9?", 3));
        for (String key : List.of("\ud83d", "a\ude00", "\u00e9\ud83d")) {
            assertFalse(index.contains(key));
        }
        assertEquals(3, index.getInt("\u00e9?", -1));
    }

    @Test
    void anIndexOfAnEmptyMapIsOneOfEveryKind() {
        SharedIndex.write(file(), Map.of()).close();
        assertEquals(-1, SharedIndex.open(file(), String.class).getInt("a", -1));
        assertEquals(-1, SharedIndex.open(file(), Long.class).getLong(1, -1));
        assertNull(SharedIndex.open(file(), byte[].class).getBytes(new byte[0]));
        SharedIndex.open(file(), byte[].class).forEachInt((key, value) -> {
            throw new AssertionError();
        });
    }

    @Test
    void intValuesMayBeReadAsLongOnesAndWrittenToThem() {
        SharedIndex<String> ints = SharedIndex.write(file(), Map.of("a", Integer.MIN_VALUE));
        assertEquals(Integer.MIN_VALUE, ints.getLong("a", 0));
        ints.forEachLong((key, value) -> assertEquals(Integer.MIN_VALUE, value));
        SharedIndex<String> longs =
                SharedData.write(file(), SharedIndex.builder(String.class, long.class, out -> out.add("a", -3)));
        assertEquals(-3L, longs.getLong("a", 0));
    }

    private Path file() {
        return directory.resolve("index.bin");
    }
}
