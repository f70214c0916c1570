package dev.procpool.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class DemoMainTest {
    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "annotate --workers 0",
                "annotate --workers -1",
                "annotate --workers 1025",
                "annotate --workers 99999999999",
                "annotate --workers many",
                "annotate --poems 0",
                "annotate --poems -5",
                "annotate --poems 100000000",
                "annotate --backend carrier-pigeon",
                "annotate --nonsense",
                "annotate --poems 100 --backend sequential --cache /dev/null",
                "annotate --poems 100 --backend sequential --cache /dev/null/inside",
                "annotate --corpus /nonexistent",
                "annotate --json /nonexistent/x.json",
                "annotate --json /",
                "annotate --json /dev/null",
                "annotate --text",
                "bench-peers --nonsense",
                "bench-peers --json /nonexistent/x.json",
                "bench-stores --entries 0",
                "bench-stores --entries many",
                "bench-stores --entries 100000000",
                "bench-stores --json /nonexistent/x.json"
            })
    void badInputIsOneLineAndExitCodeTwo(String arguments) {
        assertEquals(2, run(arguments.isEmpty() ? new String[0] : arguments.split(" ")));
        assertEquals(1, err.toString().lines().count(), err::toString);
        assertEquals("", out.toString());
    }

    @Test
    void figuresAreWrittenAndTextIsAnnotated() throws IOException {
        Path json = directory.resolve("annotate.json");
        assertEquals(0, run("annotate", "--poems", "500", "--text", "白云", "--json", json.toString()), err::toString);
        String content = Files.readString(json);
        for (String field : new String[] {
            "poems",
            "rules",
            "accuracy",
            "majorityAccuracy",
            "neighbourAccuracy",
            "resultHash",
            "backend",
            "workers",
            "wallSeconds",
            "indexSeconds",
            "indexBytes",
            "indexFound",
            "tasksInline",
            "tasksSent"
        }) {
            assertTrue(content.contains('"' + field + '"'), content);
        }
        assertTrue(out.toString().strip().endsWith("白雲"), out::toString);
        assertEquals("", err.toString());
        assertOnly(json);
    }

    @Test
    void secondRunFindsTheIndexAndSaysSo() throws IOException {
        String[] command = {"annotate", "--poems", "100", "--backend", "sequential", "--cache", directory + "/new"};
        assertEquals(0, run(command), err::toString);
        assertTrue(out.toString().contains("built in "), out::toString);
        assertFalse(out.toString().contains("found in cache"), out::toString);
        assertEquals(0, run(command), err::toString);
        assertTrue(out.toString().contains("found in cache"), out::toString);
    }

    @Test
    void skippedFilesAreNamedOnStderr() throws IOException {
        Files.writeString(directory.resolve("poet.a.json"), "[{\"id\": \"a\", \"paragraphs\": [\"白雲。\"]}]");
        Files.writeString(directory.resolve("poet.b.json"), "[{");
        assertEquals(0, run("annotate", "--corpus", directory.toString()), err::toString);
        assertTrue(err.toString().startsWith("skipped poet.b.json: "), err::toString);
        assertTrue(out.toString().contains("1 files skipped"), out::toString);
    }

    @Test
    void refusedRunLeavesNoFile() throws IOException {
        Path json = directory.resolve("annotate.json");
        assertEquals(2, run("annotate", "--json", json.toString(), "--corpus", "/nonexistent"));
        assertOnly();
    }

    @Test
    void missingNpmIsOneLineAndLeavesNothing() throws IOException {
        Path corpus = directory.resolve("corpus");
        assertEquals(2, run("corpus", "--directory", corpus.toString(), "--npm", "/nonexistent/npm"));
        assertTrue(err.toString().contains("cannot start npm"), err::toString);
        assertEquals(1, err.toString().lines().count(), err::toString);
        assertOnly();
    }

    @Test
    void failingNpmIsOneLineAndLeavesNothing() throws IOException {
        Path corpus = directory.resolve("corpus");
        assertEquals(2, run("corpus", "--directory", corpus.toString(), "--npm", "false"));
        assertTrue(err.toString().contains("npm failed with exit code 1"), err::toString);
        assertOnly();
    }

    @Test
    void corpusThatIsThereIsNotTouched() throws IOException {
        assertEquals(0, run("corpus", "--directory", directory.toString(), "--npm", "/nonexistent/npm"));
        assertTrue(Files.isDirectory(directory));
        assertFalse(out.toString().isEmpty());
    }

    private int run(String... arguments) {
        CommandLine commandLine = DemoMain.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    private void assertOnly(Path... expected) throws IOException {
        try (Stream<Path> found = Files.list(directory)) {
            assertEquals(java.util.List.of(expected), found.sorted().toList());
        }
    }
}
