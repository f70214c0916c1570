package dev.procpool.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexWriterTest {

    private static final int TINY = 0;

    @TempDir
    Path directory;

    @AfterEach
    void nothingIsLeftBesideTheFile() throws Exception {
        for (Path path : Listing.of(directory)) {
            assertEquals(file(), path);
        }
    }

    @Test
    void refusesAKeyThatComesTwiceNamingItAndLeavesNothing() throws Exception {
        for (int bufferBytes : new int[] {TINY, 1 << 20}) {
            assertEquals(
                    "two entries have the key \"key 77\"; the keys of an index must differ",
                    duplicate(SharedIndex.builder(String.class, int.class, bufferBytes, out -> {
                        for (int i = 0; i < 1_000; i++) {
                            out.add("key " + i, i);
                        }
                        out.add("key 77", 0);
                    })));
            assertEquals(
                    "two entries have the key -77; the keys of an index must differ",
                    duplicate(SharedIndex.builder(Long.class, long.class, bufferBytes, out -> {
                        for (long i = 0; i < 1_000; i++) {
                            out.add(-i, i);
                        }
                        out.add(-77L, 0);
                    })));
            assertEquals(
                    "two entries have the key [01 02 ff] of 3 bytes; the keys of an index must differ",
                    duplicate(SharedIndex.builder(byte[].class, byte[].class, bufferBytes, out -> {
                        out.add(new byte[] {1, 2, -1}, new byte[1_000]);
                        out.add(new byte[] {1, 2, -1, 0}, new byte[10_000]);
                        out.add(new byte[] {1, 2, -1}, new byte[1]);
                    })));
        }
        assertEquals(List.of(), Listing.of(directory));
    }

    @Test
    void shortensTheNameOfALongDuplicate() {
        String text = "x".repeat(1_000);
        assertEquals(
                "two entries have the key \"" + "x".repeat(60)
                        + "\"... of 1000 bytes; the keys of an index must differ",
                duplicate(SharedIndex.builder(String.class, int.class, out -> {
                    out.add(text, 1);
                    out.add(text, 2);
                })));
        byte[] bytes = new byte[17];
        assertEquals(
                "two entries have the key [" + "00 ".repeat(16) + "...] of 17 bytes; the keys of an index must differ",
                duplicate(SharedIndex.builder(byte[].class, int.class, out -> {
                    out.add(bytes, 1);
                    out.add(bytes, 2);
                })));
    }

    @Test
    void findsADuplicateAmongKeysOfEqualHashesAlsoIfTheyAreNotNeighbours() {
        List<byte[]> keys = new ArrayList<>(EqualHashes.keys(5));
        keys.add(keys.get(0));
        assertTrue(duplicate(SharedIndex.builder(byte[].class, int.class, out -> keys.forEach(key -> out.add(key, 1))))
                .contains(" of 16 bytes"));
    }

    @Test
    void refusesNullAndOtherKindsNamingTheEntry() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("a", 1);
        map.put("b", null);
        assertEquals("the value of entry 1 is null", failure(NullPointerException.class, map));
        map.put("b", 2L);
        assertEquals(
                "the value of entry 1 is of long, but this index takes int values",
                failure(IllegalArgumentException.class, map));
        map.put("b", 2.0);
        assertEquals(
                "the value of entry 1 is of java.lang.Double, but this index takes int values",
                failure(IllegalArgumentException.class, map));
        map.put("b", new byte[1]);
        assertEquals(
                "the value of entry 1 is of byte[], but this index takes int values",
                failure(IllegalArgumentException.class, map));
        map.remove("b");
        map.put(null, 1);
        assertEquals("the key of entry 1 is null", failure(NullPointerException.class, map));
        assertEquals(
                "the key of entry 0 is null", failure(NullPointerException.class, Collections.singletonMap(null, 1)));
        assertEquals(
                "the value of entry 0 is null",
                failure(NullPointerException.class, Collections.singletonMap("a", null)));
        assertEquals(
                "keys cannot be of java.lang.Integer; an index has keys of String, Long or byte[]",
                failure(IllegalArgumentException.class, Map.of(1, 1)));
        assertEquals(
                "values cannot be of java.lang.String; an index has values of int, long or byte[]",
                failure(IllegalArgumentException.class, Map.of(1L, "")));
        Map<Object, Integer> mixed = new LinkedHashMap<>();
        mixed.put("a", 1);
        mixed.put(2L, 2);
        assertEquals(
                "the key of entry 1 is of java.lang.Long, but this index takes String keys",
                failure(IllegalArgumentException.class, mixed));
    }

    @Test
    void refusesHalfASurrogatePairNamingTheEntry() {
        for (String half : List.of("x\ud83d", "x\ude00y", "x\ude00\ud83d")) {
            assertEquals(
                    "the key of entry 0 has half a surrogate pair at index 1",
                    failure(IllegalArgumentException.class, Map.of(half, 1)));
        }
    }

    @Test
    void ofABuilderThatRefusesOrThrowsTheExceptionIsTheCause() {
        SharedDataException e = assertThrows(
                SharedDataException.class,
                () -> SharedData.write(file(), SharedIndex.builder(Long.class, int.class, TINY, out -> {
                    for (long i = 0; i < 10_000; i++) {
                        out.add(i, 1);
                    }
                    out.add(null, 1);
                })));
        assertEquals("the key of entry 10000 is null", e.getCause().getMessage());
    }

    @Test
    void anInterruptedWriterLeavesNothingInWhateverItIsDoing() {
        for (int entries : new int[] {1, 100_000}) {
            SharedBuilder<SharedIndex<String>> builder = SharedIndex.builder(String.class, int.class, TINY, out -> {
                for (int i = 0; i < entries; i++) {
                    out.add("key " + i, i);
                }
                Thread.currentThread().interrupt();
            });
            try {
                assertThrows(SharedDataException.class, () -> SharedData.write(file(), builder));
            } finally {
                assertTrue(Thread.interrupted());
            }
        }
    }

    @Test
    void aWriterThatIsKeptIsOfNoUse() {
        List<SharedIndex.Writer<String>> kept = new ArrayList<>();
        SharedIndex<String> index = SharedData.write(file(), SharedIndex.builder(String.class, int.class, kept::add));
        assertThrows(IllegalStateException.class, () -> kept.get(0).add("a", 1));
        assertThrows(IllegalStateException.class, () -> kept.get(0).add("a", new byte[1]));
        assertEquals(0, index.length());
    }

    /** Whatever the order, whether sorted in memory or in runs: the same bytes but for the header. */
    @Test
    void theSameEntriesMakeTheSamePayload() throws Exception {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            order.add(i);
        }
        byte[] first = null;
        for (int bufferBytes : new int[] {TINY, 10_000, 1 << 20}) {
            Collections.shuffle(order);
            SharedData.write(file(), SharedIndex.builder(String.class, long.class, bufferBytes, out -> {
                        for (int i : order) {
                            out.add("key " + i * i, i);
                        }
                    }))
                    .close();
            byte[] all = Files.readAllBytes(file());
            byte[] payload = Arrays.copyOfRange(all, HeaderLayout.BYTES, all.length);
            if (first != null) {
                assertTrue(Arrays.equals(first, payload), "bufferBytes=" + bufferBytes);
            }
            first = payload;
        }
    }

    @Test
    void aCachedIndexOfOtherKindsIsBuiltAnew() {
        SharedBuilder<SharedIndex<String>> ints = SharedIndex.builder(String.class, int.class, out -> out.add("a", 1));
        SharedData.cached(directory.resolve("cache"), "key", ints).close();
        SharedIndex<String> longs = SharedData.cached(
                directory.resolve("cache"),
                "key",
                SharedIndex.builder(String.class, long.class, out -> out.add("a", 2)));
        assertEquals(2, longs.getLong("a", 0));
        SharedIndex<Long> keys = SharedData.cached(
                directory.resolve("cache"), "key", SharedIndex.builder(Long.class, long.class, out -> out.add(1L, 3)));
        assertEquals(3, keys.getLong(1, 0));
        SharedIndex<Long> found = SharedData.cached(
                directory.resolve("cache"), "key", SharedIndex.builder(Long.class, long.class, out -> {
                    throw new AssertionError("it is there");
                }));
        assertEquals(3, found.getLong(1, 0));
        deleteCache();
    }

    private void deleteCache() {
        try {
            for (Path path : Listing.of(directory.resolve("cache"))) {
                Files.delete(path);
            }
            Files.delete(directory.resolve("cache"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String duplicate(SharedBuilder<?> builder) {
        return assertThrows(IllegalArgumentException.class, () -> SharedData.write(file(), builder))
                .getMessage();
    }

    private String failure(Class<? extends Exception> type, Map<?, ?> map) {
        return assertThrows(type, () -> SharedIndex.write(file(), map)).getMessage();
    }

    private Path file() {
        return directory.resolve("index.bin");
    }
}
