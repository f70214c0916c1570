package dev.procpool.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README shows what is there. */
final class ReadmeTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

    @Test
    void itsProgramIsTheOneThatIsCompiledHere() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("src/main/java/dev/procpool/demo/Squares.java"));
        String program = String.join("\n", lines.subList(2, lines.size()));
        String readme = Files.readString(ROOT.resolve("README.md"));
        assertTrue(readme.contains("```java\n" + program + "\n```"), "README.md does not show Squares.java as it is");
    }

    @Test
    void everyPageItAndTheDocsLinkToIsThere() throws IOException {
        try (var pages = Files.walk(ROOT.resolve("docs"))) {
            for (Path page :
                    pages.filter(path -> path.toString().endsWith(".md")).toList()) {
                assertLinksLead(page);
            }
        }
        assertLinksLead(ROOT.resolve("README.md"));
    }

    private static void assertLinksLead(Path page) throws IOException {
        Matcher links = LINK.matcher(Files.readString(page));
        while (links.find()) {
            Path target = page.getParent().resolve(links.group(1));
            assertEquals(true, Files.exists(target), page + " links to " + target + ", which is not there");
        }
    }
}
