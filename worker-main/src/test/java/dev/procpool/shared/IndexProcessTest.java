package dev.procpool.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What takes a JVM of its own to see. */
class IndexProcessTest {

    @TempDir
    Path directory;

    @Test
    void buildsMuchMoreThanItsHeapCouldHold() throws Exception {
        int entries = 2_500_000;
        ChildJvm child = ChildJvm.run(List.of("-Xmx24m"), BuildIndex.class, file(), entries);
        assertEquals("entries " + entries, child.output().strip());
        assertTrue(Files.size(file()) > 6 * (24 << 20), "bytes=" + Files.size(file()));
        assertEquals(List.of(file()), Listing.of(directory));
        SharedIndex<String> index = SharedIndex.open(file(), String.class);
        index.verify();
        for (int i = 0; i < entries; i += 7) {
            assertEquals(i, index.getInt(BuildIndex.key(i), -1));
        }
        assertEquals(-1, index.getInt(BuildIndex.key(entries), -1));
    }

    /** A limit on the file size fails a write in the middle as a full disk does. */
    @Test
    void leavesNothingWhenTheDiskIsFull() throws Exception {
        // 512-byte blocks: in the runs; in the records, merged or not; in the table
        for (int[] limit : new int[][] {{2_000_000, 1024}, {100_000, 1024}, {2_000_000, 300_000}}) {
            List<String> command =
                    new ArrayList<>(List.of("sh", "-c", "ulimit -f " + limit[1] + "; exec \"$@\"", "sh"));
            command.addAll(ChildJvm.command(List.of("-Xmx24m"), BuildIndex.class, file(), limit[0]));
            Process child =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(child.getInputStream().readAllBytes());
            assertEquals(0, child.waitFor(), output);
            assertTrue(output.startsWith("SharedDataException " + file() + ": cannot be written: "), output);
            assertTrue(output.contains("File too large"), output);
            assertEquals(List.of(), Listing.of(directory));
        }
    }

    @Test
    void anotherJvmLooksUpThroughATravelledHandle() throws Exception {
        SharedIndex<String> index = SharedIndex.write(file(), Map.of("one", 1, "zw\u00f6lf", 12));
        Path handle = directory.resolve("handle");
        try (ObjectOutputStream out = new ObjectOutputStream(Files.newOutputStream(handle))) {
            out.writeObject(index);
        }
        ChildJvm child = ChildJvm.run(List.of(), LookUp.class, handle, "one", "two");
        assertEquals(0, child.exitCode(), child.output());
        assertEquals(List.of("one=1", "two=-1"), child.output().lines().toList());
    }

    private Path file() {
        return directory.resolve("index.bin");
    }
}
