package dev.procpool.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedStringsTest {

    @TempDir
    Path directory;

    @Test
    void givesBackRandomTextOfEveryScript() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> values = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            int codePoints = random.nextInt(50) == 0 ? random.nextInt(100_000) : random.nextInt(20);
            values.add(text(random, codePoints));
        }
        SharedStrings strings = SharedStrings.write(file(), values);
        strings.verify();
        assertEquals(values.size(), strings.length());
        for (int i = 0; i < values.size(); i++) {
            assertEquals(values.get(i), strings.get(i), "seed=" + seed + " index=" + i);
        }
    }

    @Test
    void readsTextAcrossSegmentBorders() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> values = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            values.add(text(random, random.nextInt(40)));
        }
        SharedStrings.write(file(), values);
        for (int shift = 3; shift < 10; shift++) {
            SharedStrings strings = new SharedStrings(Segmented.open(file(), ElementType.STRINGS, shift));
            for (int i = 0; i < values.size(); i++) {
                assertEquals(values.get(i), strings.get(i), "seed=" + seed + " shift=" + shift + " index=" + i);
            }
        }
    }

    @Test
    void keepsMoreOffsetsThanFitInTheTableBuffer() throws Exception {
        int count = 3 * LongSpill.BUFFER_BYTES / Long.BYTES + 17;
        SharedStrings strings = SharedData.write(file(), SharedStrings.builder(writer -> {
            for (int i = 0; i < count; i++) {
                writer.add(Integer.toString(i));
            }
        }));
        {
            strings.verify();
            assertEquals(count, strings.length());
            for (int i = 0; i < count; i++) {
                assertEquals(Integer.toString(i), strings.get(i));
            }
        }
        assertEquals(List.of(file()), Listing.of(directory));
    }

    @Test
    void keepsEmptyStringsAndNoStringsAtAll() {
        SharedStrings empty = SharedStrings.write(file(), List.of());
        assertEquals(0, empty.length());
        assertThrows(IndexOutOfBoundsException.class, () -> empty.get(0));
        SharedStrings two = SharedStrings.write(file(), List.of("", ""));
        assertEquals(List.of("", ""), List.of(two.get(0), two.get(1)));
        assertThrows(IndexOutOfBoundsException.class, () -> two.get(2));
    }

    @Test
    void refusesNullAndHalfASurrogatePairNamingTheIndexAndLeavesNothing() throws Exception {
        String nullMessage = assertThrows(
                        NullPointerException.class, () -> SharedStrings.write(file(), Arrays.asList("a", null)))
                .getMessage();
        assertEquals("string 1 is null", nullMessage);
        for (String half : List.of("x\ud83d", "x\ude00y", "x\ude00\ud83d")) {
            String message = assertThrows(
                            IllegalArgumentException.class, () -> SharedStrings.write(file(), List.of("a", "b", half)))
                    .getMessage();
            assertEquals("string 2 has half a surrogate pair at index 1", message);
        }
        assertEquals(List.of(), Listing.of(directory));
    }

    @Test
    void refusesADamagedLongSpillInsteadOfReadingElsewhere() throws Exception {
        SharedStrings.write(file(), List.of("one", "two"));
        byte[] bytes = Files.readAllBytes(file());
        ByteBuffer.wrap(bytes).putLong(bytes.length - 16, 0x7000_0000_0000_0000L);
        Files.write(file(), bytes);
        SharedStrings damaged = SharedStrings.open(file());
        SharedDataException e = assertThrows(SharedDataException.class, () -> damaged.get(0));
        assertTrue(e.getMessage().contains("offset table damaged: string 0 from=0"), e.getMessage());
    }

    private Path file() {
        return directory.resolve("strings.bin");
    }

    private static String text(Random random, int codePoints) {
        StringBuilder text = new StringBuilder();
        int[] bounds = {0x80, 0x800, 0x10000, 0x110000};
        while (text.length() < codePoints) {
            int codePoint = random.nextInt(bounds[random.nextInt(bounds.length)]);
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
                text.appendCodePoint(codePoint);
            }
        }
        return text.toString();
    }
}
