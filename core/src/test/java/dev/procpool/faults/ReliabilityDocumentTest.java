package dev.procpool.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** Keeps {@code docs/reliability.md} honest: the tests that it names exist, and its limits are those of the code. */
final class ReliabilityDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "reliability.md");

    /** {@code faults.RecoveryTest#name}, by its name below {@code dev.procpool}. */
    private static final Pattern TEST = Pattern.compile("`([\\w.$]+)#(\\w+)`");

    /** {@code | 0.5 s | `internal.pool.WorkerCrew.STACK_LIMIT_NANOS` |}. */
    private static final Pattern LIMIT = Pattern.compile("\\| ([\\d.]+)( s)? \\| `([\\w.]+)\\.([A-Z_]+)` \\|");

    @Test
    void everyTestThatItNamesExists() throws IOException {
        List<String> missing = new ArrayList<>();
        int named = 0;
        Matcher test = TEST.matcher(Files.readString(DOCUMENT));
        while (test.find()) {
            named++;
            if (!exists(test.group(1), test.group(2))) {
                missing.add(test.group());
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(named > 20, "it names only " + named + " tests");
    }

    @Test
    void everyFaultNamesATest() throws IOException {
        List<String> without = section("## Faults")
                .filter(line -> line.startsWith("| ") && !line.startsWith("| Fault "))
                .filter(line -> !TEST.matcher(line).find())
                .toList();
        assertEquals(List.of(), without);
    }

    @Test
    void everyLimitIsThatOfTheCode() throws Exception {
        int limits = 0;
        for (String line : section("## Limits").toList()) {
            Matcher limit = LIMIT.matcher(line);
            if (limit.find()) {
                limits++;
                boolean time = limit.group(2) != null;
                Object expected = time
                        ? Duration.ofMillis((long) (1_000 * Double.parseDouble(limit.group(1))))
                        : Integer.valueOf(limit.group(1));
                Object constant = constant(limit.group(3), limit.group(4));
                assertEquals(expected, constant instanceof Long nanos ? Duration.ofNanos(nanos) : constant, line);
            }
        }
        assertTrue(limits >= 8, "it has only " + limits + " limits that can be checked");
    }

    private static Stream<String> section(String heading) throws IOException {
        List<String> lines = Files.readAllLines(DOCUMENT);
        assertTrue(lines.contains(heading), "no section " + heading);
        return lines.stream()
                .dropWhile(line -> !line.equals(heading))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "));
    }

    private static Object constant(String type, String name) throws ReflectiveOperationException {
        Field field = Class.forName("dev.procpool." + type).getDeclaredField(name);
        field.setAccessible(true);
        return field.get(null);
    }

    private static boolean exists(String type, String name) {
        try {
            return Stream.of(Class.forName("dev.procpool." + type).getDeclaredMethods())
                    .anyMatch(method -> method.getName().equals(name) && isTest(method));
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static boolean isTest(Method method) {
        return method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class);
    }
}
