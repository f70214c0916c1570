package dev.procpool.internal.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.testing.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** A pool's directory is its own, and goes with it; nobody else's is touched. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class PrivateDirectoryTest {

    /** Beyond the largest pid of any system we run on. */
    private static final long NO_PID = 999_999_999;

    private static final ProcessHandle SELF = ProcessHandle.current();
    private static final long OUR_START =
            SELF.info().startInstant().orElseThrow().toEpochMilli();

    @TempDir
    private Path temporary;

    private Path found(String name) throws IOException {
        Path directory = Files.createDirectory(temporary.resolve(name));
        Files.writeString(directory.resolve("worker-1.log"), "x");
        return directory;
    }

    private void sweep() {
        PrivateDirectory.createIn(temporary).close();
    }

    @Test
    void onlyItsOwnerMayReadIt() throws IOException {
        try (var directory = PrivateDirectory.createIn(temporary)) {
            assertEquals(
                    "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(""))));
        }
    }

    @Test
    void itsNameTellsItsOwner() {
        try (var directory = PrivateDirectory.createIn(temporary)) {
            String name = directory.resolve("").getFileName().toString();
            assertTrue(name.startsWith("procpool-" + SELF.pid() + "-" + OUR_START + "-"), name);
        }
    }

    @Test
    void closeDeletesItWithAllItHolds() throws IOException {
        var directory = PrivateDirectory.createIn(temporary);
        Files.createDirectories(directory.resolve("a/b"));
        Files.writeString(directory.resolve("a/b/c"), "x");

        directory.close();
        directory.close();

        assertFalse(Files.exists(directory.resolve("")));
        try (var left = Files.list(temporary)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void whatADeadOwnerLeftIsSwept() throws IOException {
        Path orphan = found("procpool-" + NO_PID + "-1700000000000-123");

        sweep();

        assertFalse(Files.exists(orphan));
    }

    @Test
    void anOwnerWhosePidWasGivenToAnotherIsDead() throws IOException {
        Path orphan = found("procpool-" + SELF.pid() + "-1700000000000-123");

        sweep();

        assertFalse(Files.exists(orphan));
    }

    @Test
    void whatALiveOwnerUsesIsLeftAlone() throws IOException {
        Path used = found("procpool-" + SELF.pid() + "-" + OUR_START + "-123");

        try (var other = PrivateDirectory.createIn(temporary)) {
            sweep();

            assertTrue(Files.exists(used.resolve("worker-1.log")));
            assertTrue(Files.exists(other.resolve("")));
        }
    }

    /** The start time of a process shifts when the clock is set; then the name is no proof that the owner is dead. */
    @Test
    void whatALiveOwnerUsesIsLeftAloneThoughTheClockWasSet() throws IOException {
        try (var used = PrivateDirectory.createIn(temporary)) {
            Path moved =
                    Files.move(used.resolve(""), temporary.resolve("procpool-" + SELF.pid() + "-1700000000000-123"));

            sweep();

            assertTrue(Files.exists(moved));
        }
    }

    @Test
    void whatOthersNamedAlikeIsLeftAlone() throws IOException {
        List<Path> others = List.of(
                found("procpool-" + NO_PID + "-1"),
                found("procpool-" + NO_PID + "-1-2-3"),
                found("procpool-x-1-2"),
                found("procpool-" + NO_PID + "-x-2"),
                found("other-" + NO_PID + "-1-2"),
                Files.createFile(temporary.resolve("procpool-" + NO_PID + "-1-2")));

        sweep();

        for (Path other : others) {
            assertTrue(Files.exists(other), other.toString());
        }
    }

    @Test
    void aTemporaryDirectoryThatIsNoneIsNamed() {
        Path missing = temporary.resolve("missing");

        var failure = assertThrows(UncheckedIOException.class, () -> PrivateDirectory.createIn(missing));

        assertEquals(
                "cannot create the pool's directory in " + missing
                        + "; set -Djava.io.tmpdir to a directory that is writable",
                failure.getMessage());
    }

    @Test
    void aLinkWithTheNameOfAnOrphanIsNotFollowed(@TempDir Path elsewhere) throws IOException {
        Path precious = Files.writeString(elsewhere.resolve("precious"), "data");
        Path link = Path.of(System.getProperty("java.io.tmpdir")).resolve("procpool-999999999-1-1");
        Files.createSymbolicLink(link, elsewhere);
        try {
            PrivateDirectory.create().close();

            assertTrue(Files.exists(precious), "the sweep has followed a link");
        } finally {
            Files.delete(link);
        }
    }
}
