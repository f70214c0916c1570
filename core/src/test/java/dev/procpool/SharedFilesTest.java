package dev.procpool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a program ends, the files that its pools owned go: with it, or with the next one. */
final class SharedFilesTest {

    @TempDir
    private Path temporary;

    @ParameterizedTest
    @ValueSource(strings = {"processes", "threads", "sequential"})
    void whatAKilledProgramHasSharedIsSweptByTheNextOne(String backend) throws Exception {
        Path file;
        try (var killed = start(backend, "wait")) {
            file = Path.of(killed.awaitLine("shared "));
            assertTrue(Files.exists(file));
            ChildJvm.signal("KILL", killed.pid());
            killed.awaitExit();
        }
        assertTrue(Files.exists(file), "nobody was left to delete it");
        try (var next = start(backend, "close")) {
            next.awaitLine("shared ");
            assertEquals(0, next.awaitExit());
        }
        assertEquals(List.of(), left());
    }

    @ParameterizedTest
    @ValueSource(strings = {"processes", "threads", "sequential"})
    void aProgramThatExitsWithoutClosingItsPoolLeavesNothing(String backend) throws Exception {
        try (var program = start(backend, "exit")) {
            Path file = Path.of(program.awaitLine("shared "));
            assertEquals(0, program.awaitExit());
            assertFalse(Files.exists(file));
        }
        assertEquals(List.of(), left());
    }

    private ChildJvm start(String backend, String end) throws IOException {
        return ChildJvm.start(List.of(), List.of("-Djava.io.tmpdir=" + temporary), SharingMain.class, backend, end);
    }

    private List<String> left() throws IOException {
        try (var files = Files.list(temporary)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("procpool-"))
                    .toList();
        }
    }
}
