package dev.procpool.internal.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.codec.FstOpens;
import dev.procpool.testing.Patience;
import dev.procpool.worker.WorkerMain;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A class path of any length and with any characters reaches the worker. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class PathingJarTest {

    @TempDir
    private Path directory;

    private Attributes written(List<Path> classPath) throws IOException {
        Path jar = jar();
        PathingJar.write(jar, classPath);
        try (var file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes();
        }
    }

    private Path jar() {
        return directory.resolve("pathing.jar");
    }

    private static List<Path> classPathOf(Attributes attributes) {
        return Arrays.stream(attributes.getValue(Attributes.Name.CLASS_PATH).split(" "))
                .map(entry -> Path.of(URI.create(entry)))
                .toList();
    }

    @Test
    void theManifestNamesMainClassAndOpenedPackages() throws IOException {
        Attributes attributes = written(List.of(directory));

        assertEquals(WorkerMain.class.getName(), attributes.getValue(Attributes.Name.MAIN_CLASS));
        List<String> opens = List.of(attributes.getValue("Add-Opens").split(" "));
        assertTrue(opens.containsAll(FstOpens.all()), opens::toString);
        assertTrue(opens.containsAll(ParentJvm.openedPackages()), opens::toString);
        assertEquals(opens.stream().distinct().toList(), opens);
    }

    @Test
    void twoThousandEntriesKeepTheirOrder() throws IOException {
        List<Path> entries = IntStream.range(0, 2_000)
                .mapToObj(i -> directory.resolve("a rather long name of a directory/library-" + i + ".jar"))
                .toList();

        assertEquals(entries, classPathOf(written(entries)));
    }

    /** The JVM is asked, not only the manifest: it has its own way to read a class path. */
    @ParameterizedTest
    @ValueSource(strings = {"plain", "a b", "a+b", "a%20b", "100%", "a#b?c", "a;b:c", "ümläut-日本", "\uD83D\uDE00"})
    void classesAreFoundInDirectoriesAndJarsOfOddNames(String name) throws IOException {
        Path directoryEntry;
        try {
            directoryEntry = directory.resolve(name);
        } catch (InvalidPathException e) {
            Assumptions.abort("this locale has no such file names: " + e.getMessage());
            return;
        }
        Files.createDirectory(directoryEntry);
        Files.writeString(directoryEntry.resolve("in-directory.txt"), "x");
        Path jarEntry = directory.resolve(name + ".jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jarEntry))) {
            out.putNextEntry(new ZipEntry("in-jar.txt"));
        }

        List<Path> entries = new ArrayList<>(List.of(directoryEntry, jarEntry));
        assertEquals(entries, classPathOf(written(entries)));
        try (var loader = new URLClassLoader(new URL[] {jar().toUri().toURL()}, null)) {
            assertNotNull(loader.getResource("in-directory.txt"), "in directory " + directoryEntry);
            assertNotNull(loader.getResource("in-jar.txt"), "in jar " + jarEntry);
        }
    }
}
