package dev.procpool.demo.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.procpool.demo.DemoCommands;
import dev.procpool.demo.bench.Answers;
import dev.procpool.demo.bench.BenchPlan;
import dev.procpool.demo.bench.Figure;
import dev.procpool.demo.bench.Measurement;
import dev.procpool.demo.bench.Metric;
import dev.procpool.demo.bench.Samples;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class PeersCommandTest {

    /** The least of everything: most of the time goes into starting JVMs. */
    private static final PeersPlan TINY =
            new PeersPlan(new BenchPlan(1, 1_000_000, 1_000_000, 50, 2_000, 0), 1_000_000, 10_000_000, 500);

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(PeersCommand command, String... args) {
        return DemoCommands.alone(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }

    private int run(PeersCommand command) {
        return run(command, "--json", json().toString(), "--svg", svg().toString());
    }

    private Path json() {
        return directory.resolve("peers.json");
    }

    private Path svg() {
        return directory.resolve("peers.svg");
    }

    /** Without Python, whether there is one here or not. Some twenty JVMs are started. */
    @Timeout(600)
    @Test
    void measuresAllThatIsHere() throws IOException {
        int exitCode = run(new PeersCommand(TINY, new PeersMeasurements("no-such-python")::all));

        assertEquals(0, exitCode, err::toString);
        Map<String, Double> figures = read(json());
        assertEquals(keysWithoutPython(), figures.keySet());
        assertEquals(500, figures.get("pool.queued.done"));
        assertTrue(figures.get("pool.idle.threads") >= IdleFigures.WORKERS, figures::toString);
        assertTrue(figures.get("pool.mixed.makespan_ms") >= figures.get("pool.mixed.ideal_ms"), figures::toString);
        assertTrue(out.toString().contains("no-such-python not found"), out::toString);
        assertTrue(Files.readString(svg()).contains(">PP4J 2.2<"));
        assertFalse(Files.readString(svg()).contains("CPython"));
        assertEquals(List.of("peers.json", "peers.svg"), namesIn(directory));
    }

    private static Set<String> keysWithoutPython() {
        List<Metric> metrics = new ArrayList<>(PeersMeasurements.POOL_FIGURES);
        metrics.addAll(List.of(GoalFigure.values()));
        metrics.addAll(PeerFigure.of(Contender.PP4J));
        for (Contender contender : List.of(Contender.POOL, Contender.THREADS, Contender.PP4J)) {
            metrics.addAll(CurveFigure.of(contender));
        }
        PeerGoals.ALL.stream()
                .filter(each -> each.beside() == null || metrics.contains(each.beside()))
                .forEach(each -> metrics.add(each.goal()));
        var keys = new TreeSet<String>();
        metrics.forEach(metric -> keys.add(metric.key()));
        return keys;
    }

    /** Fails or not; measures one figure. */
    private record Fake(Metric figure, int answer) implements Measurement {

        @Override
        public Set<Metric> figures() {
            return Set.of(figure);
        }

        @Override
        public void measure(long nanosPerFigure, Samples samples) throws Exception {
            Answers.check(3, answer);
            samples.add(figure, 2);
        }

        @Override
        public void close() {}
    }

    @Test
    void endsWithOneWhenATaskReturnsSomethingWrong() throws IOException {
        var wrong = new Fake(Figure.POOL_RTT, 5);
        var right = new Fake(Figure.PIPE_RTT, 100);

        int exitCode = run(new PeersCommand(TINY, (plan, scratch) -> List.of(wrong, right)));

        assertEquals(1, exitCode);
        assertEquals(Map.of("floor.pipe.rtt_us", 2.0), read(json()));
        assertTrue(
                err.toString().contains("bench-peers: Fake: ")
                        && err.toString().contains("wrong result of task 3: expected=100, actual=5"),
                err::toString);
    }

    @Test
    void goalsThatAreMissedAreNoFailure() throws IOException {
        var idle = new Fake(GoalFigure.QUEUED_HEAP, 100);
        var rtt = new Fake(Figure.POOL_TASKS, 100);

        assertEquals(0, run(new PeersCommand(TINY, (plan, scratch) -> List.of(idle, rtt))));

        assertEquals(2.0, read(json()).get("goals.tasks_per_s"));
        assertTrue(out.toString().contains("NOT reached"), out::toString);
    }

    @Test
    void whatCannotBeWrittenIsRefusedBeforeAnythingIsMeasured() {
        String missing = directory.resolve("missing").resolve("file").toString();
        for (String[] args : new String[][] {
            {"--json", missing, "--svg", svg().toString()},
            {"--json", json().toString(), "--svg", missing},
            {"--json", directory.toString(), "--svg", svg().toString()},
            {"--json", json().toString(), "--svg", directory.toString()},
            {"--nonsense"},
            {"--json"}
        }) {
            err.getBuffer().setLength(0);

            int exitCode = run(
                    new PeersCommand(TINY, (plan, scratch) -> {
                        throw new AssertionError("measured");
                    }),
                    args);

            assertEquals(2, exitCode, err::toString);
            assertEquals(1, err.toString().lines().count(), err::toString);
            assertEquals("", out.toString());
        }
    }

    private static Map<String, Double> read(Path json) throws IOException {
        Map<String, Double> figures = new TreeMap<>();
        try (JsonParser parser = new JsonFactory().createParser(json.toFile())) {
            assertEquals(JsonToken.START_OBJECT, parser.nextToken());
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                assertTrue(parser.nextToken().isNumeric(), key);
                figures.put(key, parser.getDoubleValue());
            }
            assertEquals(JsonToken.END_OBJECT, parser.currentToken());
        }
        return figures;
    }

    private static List<String> namesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
