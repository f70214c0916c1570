package dev.procpool.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In child JVMs, because what fails here may take the JVM with it. */
class CutFileTest {

    @TempDir
    Path directory;

    /** Interpreted, compiled by C1, by C2, and as usual. */
    @ParameterizedTest
    @CsvSource({
        "get, -Xint",
        "get, -XX:TieredStopAtLevel=1",
        "get, -XX:-TieredCompilation",
        "get, -XX:+TieredCompilation",
        "last, -XX:-TieredCompilation",
        "last, -XX:+TieredCompilation",
        "widen, -Xint",
        "widen, -XX:TieredStopAtLevel=1",
        "widen, -XX:-TieredCompilation",
        "widen, -XX:+TieredCompilation",
        "copy, -XX:-TieredCompilation",
        "copy, -XX:+TieredCompilation",
        "verify, -XX:-TieredCompilation",
        "index, -XX:-TieredCompilation",
        "index, -XX:+TieredCompilation",
        "text, -XX:-TieredCompilation",
        "text, -XX:+TieredCompilation"
    })
    void failsTheReaderAndNotTheJvmWhenTheFileIsCutUnderIt(String access, String flag) throws Exception {
        long[] values = new Random(7).longs(1 << 15).toArray();
        Path file = directory.resolve("cut.bin");
        Path other = directory.resolve("other.bin");
        write(access, file, values);
        write(access, other, values);
        long bytes = Files.size(file);

        ChildJvm child = ChildJvm.run(List.of(flag), CutWhileReading.class, access, file, other);

        List<String> lines = child.output().lines().toList();
        assertEquals(0, child.exitCode(), child.output());
        assertEquals(4, lines.size(), child.output());
        assertEquals("alive", lines.get(3));
        for (String line : lines.subList(0, 3)) {
            assertTrue(
                    line.startsWith("SharedDataException " + file + ": a mapped page cannot be read")
                                    && line.contains("fileBytes=" + bytes / 2)
                            || line.startsWith("InternalError a fault occurred in a"),
                    line);
        }
    }

    private static void write(String access, Path file, long[] values) {
        switch (access) {
            case "widen" -> {
                int[] ints = new int[2 * values.length];
                for (int i = 0; i < ints.length; i++) {
                    ints[i] = (int) (values[i / 2] >>> 32 * (i & 1));
                }
                SharedInts.write(file, ints).close();
            }
            case "index" ->
                SharedData.write(file, SharedIndex.builder(Long.class, int.class, out -> {
                            for (long key = 0; key < CutWhileReading.INDEX_ENTRIES; key++) {
                                out.add(key, (int) key);
                            }
                        }))
                        .close();
            case "text" ->
                SharedData.write(file, SharedIndex.builder(String.class, long.class, out -> {
                            for (int i = 0; i < CutWhileReading.INDEX_ENTRIES; i++) {
                                out.add("key " + i, i);
                            }
                        }))
                        .close();
            default -> SharedLongs.write(file, values).close();
        }
    }
}
