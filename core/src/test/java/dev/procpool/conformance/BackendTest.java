package dev.procpool.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What users are told of the backends is what the backends declare, and {@link CapabilityTest} has proven. */
final class BackendTest {

    @Test
    void theTableInTheDocumentationIsWhatTheBackendsDeclare() throws IOException {
        // Surefire runs the tests in the module's directory.
        Path page = Path.of("..", "docs", "backends.md");
        List<String> documented = Files.readAllLines(page).stream()
                .filter(line -> line.startsWith("|"))
                .toList();
        assertEquals(String.join("\n", declared()), String.join("\n", documented), page::toString);
    }

    private static List<String> declared() {
        List<String> rows = new ArrayList<>();
        rows.add(row("", Backend.values(), backend -> backend.name().toLowerCase(Locale.ROOT)));
        rows.add(row("---", Backend.values(), backend -> "---"));
        for (Capability capability : Capability.values()) {
            rows.add(row(
                    capability.sentence(),
                    Backend.values(),
                    backend ->
                            backend.whyNot(capability).map(why -> "no: " + why).orElse("yes")));
        }
        return rows;
    }

    private static String row(String first, Backend[] backends, Function<Backend, String> cell) {
        return Stream.concat(Stream.of(first), Stream.of(backends).map(cell))
                .collect(Collectors.joining(" | ", "| ", " |"));
    }
}
