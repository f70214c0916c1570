package dev.procpool.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedSectionsTest {

    @TempDir
    Path directory;

    @Test
    void holdsEveryKindUnderItsNameInTheOrderOfAdding() throws Exception {
        SharedSections written = SharedData.write(file(), everyKind());
        for (SharedSections sections : List.of(written, SharedSections.open(file()), travel(written))) {
            sections.verify();
            assertEquals(
                    List.of("ints", "longs", "doubles", "bytes", "strings", "object", "index", "empty", "inner 上升"),
                    List.copyOf(sections.names()));
            assertEquals(9, sections.length());
            assertEquals(2, sections.get("ints", SharedInts.class).get(1));
            assertEquals(3L, sections.get("longs", SharedLongs.class).get(0));
            assertEquals(4.5, sections.get("doubles", SharedDoubles.class).get(0));
            assertEquals(6, sections.get("bytes", SharedBytes.class).get(1));
            assertEquals("二", sections.get("strings", SharedStrings.class).get(1));
            assertEquals(Map.of("k", "v"), sections.object("object", Map.class).get());
            assertEquals(9, sections.index("index", String.class).getInt("key", 0));
            assertThrows(SharedDataException.class, () -> sections.index("index", Long.class));
            assertEquals(0, sections.get("empty", SharedInts.class).length());
            assertEquals(
                    7,
                    sections.get("inner 上升", SharedSections.class)
                            .get("seven", SharedInts.class)
                            .get(0));
        }
    }

    @Test
    void aSectionIsAHandleLikeAnyOther() throws Exception {
        SharedSections sections = SharedData.write(file(), everyKind());
        SharedInts ints = travel(sections.get("ints", SharedInts.class));
        SharedInts innermost =
                travel(sections.get("inner 上升", SharedSections.class).get("seven", SharedInts.class));
        sections.close();
        assertEquals(1, ints.get(0));
        assertEquals(7, innermost.get(0));
        ints.verify();
        assertEquals(file(), ints.path());
        SharedInts stranger = travel(ints);
        SharedData.write(file(), everyKind());
        String message =
                assertThrows(SharedDataException.class, () -> stranger.get(0)).getMessage();
        assertTrue(message.startsWith(file() + ": replaced since this handle was made: "), message);
        assertEquals(1, ints.get(0), "what is mapped stays readable");
    }

    @Test
    void holdsWhatPlainArraysHoldWhateverTheirSizes() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<int[]> arrays = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            arrays.add(random.ints(random.nextInt(i < 20 ? 40 : 40_000)).toArray());
        }
        SharedSections sections = SharedData.write(file(), SharedSections.builder(out -> {
            for (int i = 0; i < arrays.size(); i++) {
                int[] values = arrays.get(i);
                out.add("n".repeat(i + 1), SharedInts.builder(section -> section.add(values)));
            }
        }));
        for (int i = 0; i < arrays.size(); i++) {
            SharedInts ints = sections.get("n".repeat(i + 1), SharedInts.class);
            ints.verify();
            int[] copy = new int[(int) ints.length()];
            ints.copyTo(0, copy, 0, copy.length);
            assertEquals(List.of(arrays.get(i).length), List.of(copy.length), "seed=" + seed);
            org.junit.jupiter.api.Assertions.assertArrayEquals(arrays.get(i), copy, "seed=" + seed + " section " + i);
        }
    }

    @Test
    void saysWhatThereIsWhenANameOrKindIsWrong() {
        SharedSections sections = SharedData.write(file(), everyKind());
        String missing = assertThrows(SharedDataException.class, () -> sections.get("int", SharedInts.class))
                .getMessage();
        assertTrue(missing.startsWith(file() + ": no section 'int', but [ints, longs, "), missing);
        String other = assertThrows(SharedDataException.class, () -> sections.get("ints", SharedLongs.class))
                .getMessage();
        assertTrue(
                other.startsWith(file() + ": section 'ints' is of another kind: holds INTS, expected SharedLongs"),
                other);
    }

    @Test
    void refusesNamesThatAreEmptyTakenOrTooLongAndAddingInsideAnAdd() throws Exception {
        List<String> refused = new ArrayList<>();
        SharedBuilder<SharedInts> ints = SharedInts.builder(out -> out.add(1));
        SharedData.write(file(), SharedSections.builder(out -> {
            out.add("a", ints);
            for (String name : List.of("", "a", "x".repeat(1025))) {
                refused.add(assertThrows(IllegalArgumentException.class, () -> out.add(name, ints))
                        .getMessage());
            }
            out.add("b", SharedInts.builder(section -> {
                refused.add(assertThrows(IllegalStateException.class, () -> out.add("c", ints))
                        .getMessage());
                section.add(2);
            }));
        }));
        assertEquals(
                List.of(
                        "the name of a section must have 1 to 1024 bytes: bytes=0",
                        "there is a section 'a' already",
                        "the name of a section must have 1 to 1024 bytes: bytes=1025",
                        "section 'c' cannot be added inside section 'b'; add it after that, or give that one sections of"
                                + " its own"),
                refused);
        assertEquals(2, SharedSections.open(file()).get("b", SharedInts.class).get(0));
    }

    @Test
    void aSectionWhoseBuilderThrowsFailsTheWholeFile() throws Exception {
        var failure = assertThrows(
                SharedDataException.class,
                () -> SharedData.write(file(), SharedSections.builder(out -> {
                    out.add("good", SharedInts.builder(section -> section.add(1)));
                    out.add("bad", SharedInts.builder(section -> {
                        throw new IllegalStateException("no source");
                    }));
                })));
        assertTrue(failure.getMessage().contains("its builder failed: java.lang.IllegalStateException: no source"));
        assertEquals(List.of(), Listing.of(directory));
    }

    @Test
    void aSectionThatFailedAndWasForgivenIsNotThere() {
        SharedData.write(file(), SharedSections.builder(out -> {
            out.add("good", SharedInts.builder(section -> section.add(1)));
            assertThrows(
                    SharedDataException.class,
                    () -> out.add("bad", SharedInts.builder(section -> {
                        section.add(new int[100_000]);
                        throw new IllegalStateException("no source");
                    })));
        }));
        SharedSections sections = SharedSections.open(file());
        sections.verify();
        assertEquals(List.of("good"), List.copyOf(sections.names()));
        assertEquals(1, sections.get("good", SharedInts.class).get(0));
    }

    @Test
    void findsDamageInTheDirectoryOnOpeningAndInASectionWhenAskedTo() throws Exception {
        SharedData.write(file(), everyKind());
        byte[] good = Files.readAllBytes(file());
        int directoryStart = (int) SharedSections.directoryOffset(
                        SharedHandle.open(file(), ElementType.SECTIONS).file())
                + HeaderLayout.BYTES;
        for (int at = directoryStart; at < good.length; at++) {
            replace(good, at);
            assertThrows(
                    SharedDataException.class, () -> SharedSections.open(file()).names());
        }
        int checked = 0;
        int undetected = 0;
        for (int at = HeaderLayout.BYTES; at < directoryStart; at++) {
            replace(good, at);
            try {
                SharedSections.open(file()).verify();
                undetected++;
            } catch (SharedDataException e) {
                checked++;
            }
        }
        // What lies between sections belongs to none.
        assertTrue(undetected <= 9 * SectionsLayout.ALIGNMENT, "undetected=" + undetected + " of " + checked);
        assertTrue(checked > 10 * HeaderLayout.BYTES, "detected=" + checked);
    }

    @Test
    void refusesACutFileByItsSections() throws Exception {
        SharedSections sections = SharedData.write(file(), everyKind());
        SharedInts ints = travel(sections.get("ints", SharedInts.class));
        byte[] good = Files.readAllBytes(file());
        Files.delete(file());
        Files.write(file(), java.util.Arrays.copyOf(good, good.length - 1));
        String message =
                assertThrows(SharedDataException.class, () -> ints.get(0)).getMessage();
        assertTrue(message.startsWith(file() + ": truncated: "), message);
    }

    private void replace(byte[] good, int damagedAt) throws Exception {
        byte[] damaged = good.clone();
        damaged[damagedAt] ^= 1;
        Files.deleteIfExists(file());
        Files.write(file(), damaged);
    }

    private static SharedBuilder<SharedSections> everyKind() {
        return SharedSections.builder(out -> {
            out.add("ints", SharedInts.builder(section -> section.add(new int[] {1, 2})));
            out.add("longs", SharedLongs.builder(section -> section.add(3)));
            out.add("doubles", SharedDoubles.builder(section -> section.add(4.5)));
            out.add("bytes", SharedBytes.builder(section -> section.add(new byte[] {5, 6})));
            out.add("strings", SharedStrings.builder(section -> {
                section.add("one");
                section.add("二");
            }));
            out.add("object", SharedObject.builder(() -> Map.of("k", "v")));
            out.add("index", SharedIndex.builder(String.class, int.class, index -> index.add("key", 9)));
            out.add("empty", SharedInts.builder(section -> {}));
            out.add(
                    "inner 上升",
                    SharedSections.builder(inner -> inner.add("seven", SharedInts.builder(section -> section.add(7)))));
        });
    }

    private Path file() {
        return directory.resolve("sections.bin");
    }

    @SuppressWarnings("unchecked")
    private static <T> T travel(T value) throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        }
    }
}
