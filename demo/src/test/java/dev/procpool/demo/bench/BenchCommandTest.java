package dev.procpool.demo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BenchCommandTest {

    /** The least of everything: seconds, most of them for starting JVMs. */
    private static final BenchPlan TINY = new BenchPlan(1, 1_000_000, 1_000_000, 50, 5000, 1 << 20);

    private static final List<String> KEYS = List.of(
            "floor.pipe.rtt_us",
            "floor.pipe.gbps",
            "floor.jvm_start_ms",
            "threads.rtt_us",
            "threads.tasks_per_s",
            "pool.first_result_ms",
            "pool.rtt_us",
            "pool.rtt_p99_us",
            "pool.tasks_per_s",
            "pool.map_per_s",
            "pool.payload_gbps",
            "pool.payload_pipe_gbps",
            "shared.open_ms",
            "shared.pss_growth_mib");

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(BenchCommand command, String... args) {
        return new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }

    @Test
    void writesAllFiguresAndNothingElse() throws IOException {
        Path json = directory.resolve("bench.json");

        int exitCode = run(new BenchCommand(TINY), "--short", "--json", json.toString());

        assertEquals(0, exitCode, err::toString);
        Map<String, Double> figures = read(json);
        var expected = new TreeSet<>(KEYS);
        if (!PrivateMemory.isKnown()) {
            expected.remove("shared.pss_growth_mib");
        }
        assertEquals(expected, figures.keySet());
        figures.forEach((key, value) -> assertTrue(
                value > 0 || key.equals("shared.pss_growth_mib"), () -> key + " must be positive: value=" + value));
        assertEquals(List.of("bench.json"), namesIn(directory));
        KEYS.forEach(key -> assertTrue(out.toString().contains("\n" + key + " "), () -> key + " missing in " + out));
    }

    @Test
    void refusesAMissingDirectoryBeforeAnythingIsMeasured() throws IOException {
        Path json = directory.resolve("missing").resolve("bench.json");

        assertRefused(
                json,
                json + " cannot be written: there is no directory " + json.getParent()
                        + "; create it, or name another file with --json");
    }

    @Test
    void refusesADirectoryThatIsNotWritable() throws IOException {
        Path json = Path.of("/proc/bench.json");
        assumeTrue(Files.isDirectory(json.getParent()), "no directory here that refuses even root");

        assertRefused(
                json, json + " cannot be written: directory /proc is not writable; name another file with --json");
    }

    @Test
    void refusesADirectoryInPlaceOfTheFile() throws IOException {
        assertRefused(directory, directory + " is a directory; name a file with --json");
    }

    private void assertRefused(Path json, String message) throws IOException {
        int exitCode = run(
                new BenchCommand(TINY, (plan, scratch) -> {
                    throw new AssertionError("measured although " + message);
                }),
                "--json",
                json.toString());

        assertEquals(2, exitCode);
        assertEquals("bench: " + message + System.lineSeparator(), err.toString());
        assertEquals("", out.toString());
        assertEquals(List.of(), namesIn(directory));
    }

    @Test
    void endsWithOneWhenATaskReturnsSomethingWrong() throws IOException {
        Path json = directory.resolve("bench.json");
        var wrong = new FakeMeasurement(Figure.POOL_RTT) {
            @Override
            public void measure(long nanosPerFigure, Samples samples) throws Exception {
                Answers.check(3, 5);
            }
        };
        var right = new FakeMeasurement(Figure.PIPE_RTT);

        int exitCode = run(new BenchCommand(TINY, (plan, scratch) -> List.of(wrong, right)), "--json", json.toString());

        assertEquals(1, exitCode);
        assertEquals(Map.of("floor.pipe.rtt_us", 1.0), read(json));
        assertTrue(err.toString().contains("wrong result of task 3: expected=100, actual=5"), err::toString);
    }

    @Test
    void replacesAnEarlierFile() throws IOException {
        Path json = Files.writeString(directory.resolve("bench.json"), "{\"old\": 1}");

        run(
                new BenchCommand(TINY, (plan, scratch) -> List.of(new FakeMeasurement(Figure.POOL_MAP))),
                "--json",
                json.toString());

        assertEquals(Map.of("pool.map_per_s", 1.0), read(json));
    }

    @Test
    void everyFigureHasItsKey() {
        assertEquals(KEYS, Arrays.stream(Figure.values()).map(Figure::key).collect(Collectors.toList()));
    }

    private static Map<String, Double> read(Path json) throws IOException {
        Map<String, Double> figures = new TreeMap<>();
        try (JsonParser parser = new JsonFactory().createParser(json.toFile())) {
            assertEquals(JsonToken.START_OBJECT, parser.nextToken());
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                assertTrue(parser.nextToken().isNumeric(), key);
                assertFalse(figures.containsKey(key), key);
                figures.put(key, parser.getDoubleValue());
            }
            assertEquals(JsonToken.END_OBJECT, parser.currentToken());
        }
        return figures;
    }

    private static List<String> namesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
