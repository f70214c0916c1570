package dev.procpool.demo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.internal.process.PrivateDirectory;
import dev.procpool.shared.SharedLongs;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedFiguresTest {

    @Test
    void saysWhyWhenTheDiskIsTooSmall() throws Exception {
        var samples = new Samples();
        Path file;
        try (var scratch = PrivateDirectory.create();
                var figures = new SharedFigures(scratch, 1L << 60)) {
            file = scratch.resolve("shared.longs");

            figures.measure(1, samples);

            assertFalse(Files.exists(file));
        }
        String why = samples.whyAbsent(Figure.SHARED_OPEN).orElseThrow();
        assertTrue(why.startsWith("too little space in " + file.getParent() + ": free="), why);
        assertTrue(why.endsWith(" MiB, needed=1099511628032 MiB"), why);
        assertTrue(samples.whyAbsent(Figure.SHARED_GROWTH).isPresent());
    }

    @Test
    void theFileIsGoneAfterTheRun() throws Exception {
        Path file;
        try (var scratch = PrivateDirectory.create();
                var figures = new SharedFigures(scratch, 1 << 16)) {
            file = scratch.resolve("shared.longs");
            figures.measure(1, new Samples());
            assertTrue(Files.exists(file));
        }
        assertFalse(Files.exists(file.getParent()));
    }

    @Test
    void theFileHoldsWhatTheSumSays(@TempDir Path directory) {
        // Not a whole number of the pieces it is written in.
        try (SharedLongs data = SharedFile.write(directory.resolve("data"), 100_000)) {
            assertEquals(12_500, data.length());
            assertEquals(SharedFile.valueAt(12_499), data.get(12_499));
            assertEquals(SharedFile.expectedSum(12_500), SharedFile.sum(data));
        }
    }
}
