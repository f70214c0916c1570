package dev.procpool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.testing.Await;
import dev.procpool.testing.Patience;
import dev.procpool.worker.WorkerMain;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** Workers use the archive that a former pool has had made, and do without where there is none. */
@Timeout(value = 3 * ClassDataSharingTest.TRAINING_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class ClassDataSharingTest {

    /** It is nice to all others, and so gets little of a machine that runs other tests. */
    static final int TRAINING_SECONDS = 240;

    private static final Duration TRAINING = Duration.ofSeconds(TRAINING_SECONDS);

    @TempDir
    private Path temporary;

    private Path cache;
    private Path jar;

    /** Classes are archived from jars only; here ours are in a directory. */
    @BeforeEach
    void packWhatWorkersNeed() throws Exception {
        cache = temporary.resolve("cache");
        jar = temporary.resolve("worker-classes.jar");
        Path classes = Path.of(WorkerMain.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        if (Files.isRegularFile(classes)) {
            Files.copy(classes, jar);
            return;
        }
        try (OutputStream out = Files.newOutputStream(jar);
                var zip = new ZipOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
                Files.copy(file, zip);
            }
        }
    }

    private ProcessPool.Builder builder() throws Exception {
        Path tests = Path.of(ClassDataSharingTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path core = Path.of(TaskPool.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return ProcessPool.builder()
                .workers(1)
                .cacheDirectory(cache)
                .classPath(jar, tests, core)
                .jvmArgs("-Xlog:class+load:file=" + temporary.resolve("loaded.log"));
    }

    private List<Path> found(String name) {
        if (!Files.exists(cache)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(cache)) {
            return files.filter(file -> file.getFileName().toString().equals(name))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            // Temporary files come and go.
            return List.of();
        }
    }

    private void makeArchive() throws Exception {
        try (var pool = builder().build()) {
            assertFalse(asksForAnArchive(pool));
            Await.until(() -> !found("state").isEmpty(), TRAINING, () -> "a training that ends");
        }
        assertEquals(1, found("classes.jsa").size(), () -> "the training has failed");
    }

    private static boolean asksForAnArchive(ProcessPool pool) throws Exception {
        return pool.submit(() -> ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                        .anyMatch(argument -> argument.startsWith("-XX:SharedArchiveFile=")))
                .get();
    }

    private boolean ourClassesCameFromIt() throws IOException {
        return Files.readAllLines(temporary.resolve("loaded.log")).stream()
                .anyMatch(line -> line.contains(" " + WorkerMain.class.getName() + " ")
                        && line.contains("shared objects file (top)"));
    }

    @Test
    void theSecondPoolUsesWhatTheFirstHasHadMade() throws Exception {
        makeArchive();
        assertFalse(ourClassesCameFromIt());
        try (var pool = builder().build()) {
            assertTrue(asksForAnArchive(pool));
        }
        assertTrue(ourClassesCameFromIt());
    }

    @Test
    void oneThatIsDamagedIsNotUsedAndMadeAgain() throws Exception {
        makeArchive();
        Path archive = found("classes.jsa").get(0);
        Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(archive, "damaged");
        try (var pool = builder().build()) {
            assertFalse(asksForAnArchive(pool));
            Await.until(() -> archive.toFile().length() > 7, TRAINING, () -> "another training that ends");
        }
    }

    /** As its state says, and yet no archive: the JVM itself finds that out, and goes on without. */
    @Test
    void oneThatTheJvmDoesNotAcceptIsDoneWithoutAndNothingIsSaidOfIt() throws Exception {
        makeArchive();
        Path archive = found("classes.jsa").get(0);
        Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(archive, "damaged");
        Files.writeString(
                archive.resolveSibling("state"),
                "ready 7 " + Files.getLastModifiedTime(archive).toMillis());
        var lines = new ConcurrentLinkedQueue<String>();
        try (var pool = builder().output(line -> lines.add(line.tagged())).build()) {
            assertTrue(asksForAnArchive(pool));
        }
        assertEquals(List.of(), List.copyOf(lines));
    }

    @Test
    void whereItCannotBeKeptPoolsWorkAsBefore() throws Exception {
        Files.createFile(cache);
        try (var pool = builder().build()) {
            assertFalse(asksForAnArchive(pool));
        }
    }

    @Test
    void switchedOffNothingIsKept() throws Exception {
        try (var pool = builder().classDataSharing(false).build()) {
            assertFalse(asksForAnArchive(pool));
        }
        assertFalse(Files.exists(cache));
    }

    @Test
    void optionsOfTheUsersOwnForItAreRespected() throws Exception {
        try (var pool = builder().jvmArgs("-Xshare:off").build()) {
            assertFalse(asksForAnArchive(pool));
        }
        assertFalse(Files.exists(cache));
    }

    @Test
    void aPoolThatIsClosedEndsItsTraining() throws Exception {
        try (var pool = builder().build()) {
            assertFalse(asksForAnArchive(pool));
            Await.until(() -> !found("lock").isEmpty(), Patience.surely(), () -> "a training that begins");
        }
        Await.until(
                () -> ProcessHandle.current()
                        .children()
                        .noneMatch(
                                child -> child.info().commandLine().orElse("").contains(cache.toString())),
                Patience.surely(),
                () -> "no training");
    }
}
