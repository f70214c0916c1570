package dev.procpool.demo.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/performance.md} honest: its goals are those of the code, each has a row, and the picture is ours. */
final class PerformanceDocumentTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Path DOCUMENT = DOCS.resolve("performance.md");

    @Test
    void everyGoalHasItsRowWithTheLimitOfTheCode() throws IOException {
        List<String> rows = table("## Goals");
        List<String> expected =
                PeerGoals.ALL.stream().map(PerformanceDocumentTest::beginning).toList();
        assertEquals(
                expected,
                rows.stream()
                        .map(row -> expected.stream()
                                .filter(row::startsWith)
                                .findFirst()
                                .orElse(row))
                        .toList());
    }

    /** {@code | `pool.rtt_us` | at most 1 x `floor.pipe.rtt_us` |}, then what was measured. */
    private static String beginning(PeerGoal each) {
        String beside = each.beside() == null ? "" : " x `" + each.beside().key() + "`";
        return "| `" + each.figure().key() + "` | " + each.goal().limitText() + beside + " |";
    }

    @Test
    void everyRowHasAsManyCellsAsItsHeading() throws IOException {
        for (String section : List.of("## Goals", "## Log")) {
            long cells = cells(section(section)
                    .filter(line -> line.startsWith("| "))
                    .findFirst()
                    .orElseThrow());
            table(section).forEach(row -> assertEquals(cells, cells(row), row));
            assertFalse(table(section).isEmpty(), section);
        }
    }

    private static long cells(String row) {
        return row.chars().filter(character -> character == '|').count() - 1;
    }

    @Test
    void thePictureIsOneOfOurs() throws Exception {
        Path picture = DOCS.resolve("performance.svg");
        assertTrue(Files.readString(DOCUMENT).contains("](performance.svg)"));
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(picture.toFile());
        String svg = Files.readString(picture);
        for (Contender contender : Contender.values()) {
            assertTrue(svg.contains(">" + contender.title() + "<"), contender.title());
        }
    }

    /** The rows below heading and rule. */
    private static List<String> table(String heading) throws IOException {
        return section(heading).filter(line -> line.startsWith("| ")).skip(1).toList();
    }

    private static Stream<String> section(String heading) throws IOException {
        List<String> lines = Files.readAllLines(DOCUMENT);
        assertTrue(lines.contains(heading), "no section " + heading);
        return lines.stream()
                .dropWhile(line -> !line.equals(heading))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "));
    }
}
