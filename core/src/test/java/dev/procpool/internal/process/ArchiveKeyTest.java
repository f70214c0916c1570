package dev.procpool.internal.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive is found by all that it depends on, and by nothing else. */
class ArchiveKeyTest {

    @TempDir
    private Path directory;

    private static String name(List<String> options, List<String> opens, Path... classPath) {
        return ArchiveKey.of(options, opens, List.of(classPath)).name();
    }

    @Test
    void isSixteenDigitsAndAlwaysTheSame() {
        assertTrue(name(List.of("-Xmx1g"), List.of()).matches("[0-9a-f]{16}"));
        assertEquals(name(List.of("-Xmx1g"), List.of()), name(List.of("-Xmx1g"), List.of()));
    }

    @Test
    void optionsAndOpenedPackagesMatter() {
        assertNotEquals(name(List.of("-Xmx1g"), List.of()), name(List.of("-Xmx2g"), List.of()));
        assertNotEquals(name(List.of(), List.of("java.base/java.io")), name(List.of(), List.of()));
    }

    @Test
    void aJarThatHasChangedMatters() throws IOException {
        Path jar = Files.writeString(directory.resolve("a.jar"), "x");
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_700_000_000_000L));
        String before = name(List.of(), List.of(), jar);

        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_700_000_001_000L));
        String touched = name(List.of(), List.of(), jar);
        Files.writeString(jar, "xy");
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_700_000_001_000L));

        assertNotEquals(before, touched);
        assertNotEquals(touched, name(List.of(), List.of(), jar));
    }

    @Test
    void whatIsInADirectoryDoesNot() throws IOException {
        String before = name(List.of(), List.of(), directory);
        Files.writeString(directory.resolve("A.class"), "x");
        Files.setLastModifiedTime(directory, FileTime.fromMillis(1_700_000_000_000L));
        assertEquals(before, name(List.of(), List.of(), directory));
    }

    @Test
    void propertiesAndFilesThatAreWrittenDoNot() {
        assertEquals(
                List.of("-Xmx1g", "-XX:+UseG1GC"),
                Sharing.thoseThatMatter(List.of(
                        "-Da=1", "-Xmx1g", "-XX:ErrorFile=/x", "-Xlog:gc:file=gc.log", "-XX:+UseG1GC", "-verbose:gc")));
    }
}
