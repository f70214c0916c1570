package dev.procpool.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherJvmTest {

    @TempDir
    Path directory;

    @Test
    void readsThroughATravelledHandleWhatThisJvmWrote() throws Exception {
        long seed = System.nanoTime();
        long[] values = new Random(seed).longs(300_000).toArray();
        SharedLongs longs = SharedLongs.write(directory.resolve("longs.bin"), values);
        Path handle = write(longs);
        ChildJvm child = ChildJvm.run(List.of(), ReadHandle.class, handle);
        assertEquals(0, child.exitCode(), child.output());
        assertEquals("sum " + ReadHandle.sum(longs), child.output().strip(), "seed=" + seed);
    }

    @Test
    void refusesTheTravelledHandleOfAReplacedFile() throws Exception {
        Path file = directory.resolve("longs.bin");
        Path handle = write(SharedLongs.write(file, new long[] {1}));
        SharedLongs.write(file, new long[] {2});
        ChildJvm child = ChildJvm.run(List.of(), ReadHandle.class, handle);
        assertEquals(1, child.exitCode(), child.output());
        assertTrue(child.output().contains(file + ": replaced since this handle was made"), child.output());
    }

    private Path write(Object value) throws Exception {
        Path handle = directory.resolve("handle");
        try (ObjectOutputStream out = new ObjectOutputStream(Files.newOutputStream(handle))) {
            out.writeObject(value);
        }
        return handle;
    }
}
