package dev.procpool.conformance;

import static dev.procpool.conformance.Capability.HAS_SETTINGS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procpool.testing.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a pool, and what a pool becomes of, when the program ends. */
@OnEveryBackend(that = HAS_SETTINGS)
final class MainEndTest {

    @Parameter
    private Backend backend;

    private ChildJvm start(String what, Path temporary) throws Exception {
        return ChildJvm.start(
                List.of(),
                List.of(
                        "-Djava.io.tmpdir=" + temporary,
                        "-XX:-UsePerfData",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error"),
                MainEndMain.class,
                backend.name(),
                what);
    }

    private static void assertEmpty(Path temporary) throws Exception {
        try (var files = Files.list(temporary)) {
            assertEquals(List.of(), files.toList());
        }
    }

    /** All that it says is what its tasks print. */
    @Test
    @Behaviour(57)
    void tasksThatAreOutstandingWhenMainReturnsAreDoneAndTheJvmEnds(@TempDir Path temporary) throws Exception {
        try (var program = start("tasks", temporary)) {
            List<String> lines = program.rest()
                    .lines()
                    .map(line -> line.replaceFirst("^\\[[^]]*] ", ""))
                    .toList();
            assertEquals(List.of("task 0", "task 1", "task 2", "task 3", "task 4"), lines);
            assertEquals(0, program.awaitExit());
        }
        assertEmpty(temporary);
    }

    @Test
    @Behaviour(57)
    void aSubmitInAShutdownHookIsRefusedAndStartsNothing(@TempDir Path temporary) throws Exception {
        try (var program = start("submit", temporary)) {
            assertEquals(
                    "RejectedExecutionException: true\nRejectedExecutionException: true\nchildren: +0\n",
                    program.rest());
            assertEquals(0, program.awaitExit());
        }
        assertEmpty(temporary);
    }

    /** A pool's directory is asked for as well, for the JVM may begin to end when the pool has begun to open. */
    @ParameterizedTest
    @ValueSource(strings = {"open", "directory"})
    void aNewPoolInAShutdownHookIsRefusedAndLeavesNothing(String what, @TempDir Path temporary) throws Exception {
        try (var program = start(what, temporary)) {
            assertEquals("IllegalStateException: true\nchildren: +0\n", program.rest());
            assertEquals(0, program.awaitExit());
        }
        assertEmpty(temporary);
    }
}
