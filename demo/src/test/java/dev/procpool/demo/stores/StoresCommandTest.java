package dev.procpool.demo.stores;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.procpool.demo.bench.BenchPlan;
import dev.procpool.demo.bench.PrivateMemory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class StoresCommandTest {

    /** The least of everything: most of the time goes into starting JVMs. */
    private static final BenchPlan TINY = new BenchPlan(1, 1_000_000, 1_000_000, 1000, 0, 1 << 20);

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(StoresCommand command, Path json) {
        return new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute("--entries", "2000", "--json", json.toString());
    }

    /** Some thirty JVMs are started. */
    @Timeout(600)
    @Test
    void measuresEveryStoreAndComparesWithTheGoals() throws IOException {
        Path json = directory.resolve("stores.json");

        int exitCode = run(new StoresCommand(TINY, null), json);

        assertEquals(0, exitCode, err::toString);
        Map<String, Double> figures = read(json);
        assertEquals(expectedKeys(), figures.keySet());
        figures.forEach((key, value) ->
                assertTrue(value > 0 || key.contains("private"), () -> key + " must be positive: " + value));
        assertTrue(out.toString().contains("; 2000 entries, medians of 1 rounds"), out::toString);
        assertTrue(out.toString().contains("goal: at least 0.8 "), out::toString);
    }

    private static Set<String> expectedKeys() {
        var keys = new TreeSet<>(Set.of(
                "scan.open_ms",
                "scan.array_gbps",
                "scan.slice_gbps",
                "scan.copy_gbps",
                "scan.private_mib",
                "scan.file_mib",
                "goals.open_ms",
                "goals.ints_private_percent",
                "goals.index_private_percent",
                "goals.lookups_to_mapped",
                "goals.hash_map_to_lookups",
                "goals.scan_to_array"));
        for (String store : List.of("shared_index", "hash_map_fst", "hash_map_jdk", "sparkey", "lucene")) {
            for (String kind :
                    List.of("build_s", "file_mib", "open_ms", "lookups_per_s", "misses_per_s", "private_mib")) {
                keys.add("stores." + store + "." + kind);
            }
        }
        if (!PrivateMemory.isKnown()) {
            keys.removeIf(key -> key.contains("private"));
        }
        return keys;
    }

    @Test
    void aWrongValueFailsTheRun() throws IOException {
        Path json = directory.resolve("stores.json");

        int exitCode = run(new StoresCommand(TINY, List.of(new LyingStore())), json);

        assertEquals(1, exitCode, out::toString);
        assertTrue(err.toString().contains("wrong result of "), err::toString);
        assertTrue(read(json).keySet().stream().noneMatch(key -> key.startsWith("stores.")), err::toString);
    }

    /** Gives values that are not the ones that were given to it. */
    private static final class LyingStore implements Store {

        @Override
        public String name() {
            return "lying";
        }

        @Override
        public boolean isMapped() {
            return true;
        }

        @Override
        public Built build(Entries entries, Path base) throws IOException {
            Built honest = new SharedIndexStore().build(entries, base);
            return new Built(new LyingHandle(honest.handle()), honest.bytes());
        }
    }

    private record LyingHandle(Store.Handle honest) implements Store.Handle {

        @Override
        public String file() {
            return honest.file();
        }

        @Override
        public Lookup open() throws IOException {
            Lookup lookup = honest.open();
            return key -> lookup.get(key) + 1;
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
}
