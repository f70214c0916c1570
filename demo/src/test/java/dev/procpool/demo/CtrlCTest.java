package dev.procpool.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.procpool.testing.Await;
import dev.procpool.testing.ChildJvm;
import dev.procpool.testing.Patience;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C in a terminal reaches the demo and its workers alike. */
final class CtrlCTest {

    @Test
    void itEndsTheMainJobWithoutWorkersFilesOrHalfAResult(@TempDir Path directory) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setsid")), "needs setsid (util-linux) to make a process group");
        Path json = directory.resolve("annotate.json");
        try (var demo = ChildJvm.start(
                ChildJvm.IN_A_GROUP_THAT_HEARS_CTRL_C,
                List.of("-Djava.io.tmpdir=" + directory),
                DemoMain.class,
                "annotate",
                "--backend",
                "processes",
                "--workers",
                "2",
                "--json",
                json.toString())) {
            Await.until(() -> workersOf(demo.pid()).size() == 2, "the demo has not started its workers");
            List<ProcessHandle> workers = workersOf(demo.pid());
            ChildJvm.signal("INT", -workers.get(0).parent().orElseThrow().pid());

            assertEquals(130, demo.awaitExit());
            assertFalse(demo.rest().contains("rules learned"), "a table, although nothing was finished");
            Await.until(
                    () -> workers.stream().noneMatch(ProcessHandle::isAlive),
                    Patience.soon(),
                    () -> "a worker still lives: " + workers);
            try (Stream<Path> left = Files.list(directory)) {
                assertEquals(List.of(), left.toList());
            }
        }
    }

    private static List<ProcessHandle> workersOf(long pid) {
        return Optional.of(pid).flatMap(ProcessHandle::of).stream()
                .flatMap(ProcessHandle::descendants)
                .filter(process -> {
                    List<String> arguments = process.info().arguments().stream()
                            .flatMap(Stream::of)
                            .toList();
                    // The process that makes an archive of classes is none.
                    return arguments.stream().anyMatch(argument -> argument.endsWith("procpool-worker.jar"))
                            && arguments.stream().noneMatch(argument -> argument.contains("ArchiveClassesAtExit"));
                })
                .toList();
    }
}
