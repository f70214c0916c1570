package dev.procpool.internal.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where it is, and that nobody else can have put something there. */
class CacheDirectoryTest {

    @TempDir
    private Path temporary;

    private Path real;

    @BeforeEach
    void withoutLinks() throws IOException {
        real = temporary.toRealPath();
    }

    private Optional<Path> find(String property, String xdg, String home) {
        return CacheDirectory.find(Optional.empty(), property, xdg, home);
    }

    @Test
    void theBuildersChoiceComesFirstThenThePropertyThenXdgThenTheHome() {
        String home = real.resolve("home").toString();
        String xdg = real.resolve("xdg").toString();
        String property = real.resolve("property").toString();

        assertEquals(
                Optional.of(real.resolve("chosen")),
                CacheDirectory.find(Optional.of(real.resolve("chosen")), property, xdg, home));
        assertEquals(Optional.of(real.resolve("property")), find(property, xdg, home));
        assertEquals(Optional.of(real.resolve("xdg/procpool")), find(null, xdg, home));
        assertEquals(Optional.of(real.resolve("home/.cache/procpool")), find(null, null, home));
        assertEquals(Optional.of(real.resolve("home/.cache/procpool")), find(null, "relative", home));
    }

    @Test
    void thereIsNoneIfThePropertyIsEmptyOrThereIsNoHome() {
        assertEquals(Optional.empty(), find("", real.toString(), real.toString()));
        assertEquals(Optional.empty(), find(null, null, "?"));
        assertEquals(Optional.empty(), find(null, null, "/"));
        assertEquals(Optional.empty(), find(null, null, null));
    }

    @Test
    void onlyItsOwnerMayReadIt() throws IOException {
        Path made = find(real.resolve("made").toString(), null, null).orElseThrow();
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
    }

    @Test
    void oneThatOthersMayWriteToIsNotUsed() throws IOException {
        Path open = Files.createDirectory(real.resolve("open"));
        for (String mode : new String[] {"rwxrwx---", "rwx----w-"}) {
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString(mode));
            assertEquals(Optional.empty(), find(open.toString(), null, null), mode);
        }
    }

    @Test
    void aLinkIsNotFollowedAndAFileIsNone() throws IOException {
        Path elsewhere = Files.createDirectory(real.resolve("elsewhere"));
        Path link = Files.createSymbolicLink(real.resolve("link"), elsewhere);
        Path file = Files.createFile(real.resolve("file"));

        assertEquals(Optional.empty(), find(link.toString(), null, null));
        assertEquals(Optional.empty(), find(file.toString(), null, null));
        assertFalse(CacheDirectory.isOursAlone(link));
    }

    @Test
    void whatBelongsToAnotherIsNotUsed() throws IOException {
        String self = System.getProperty("user.name");
        Path ours = Files.createDirectory(real.resolve("ours"));
        Files.setPosixFilePermissions(ours, PosixFilePermissions.fromString("rwx------"));
        assertTrue(CacheDirectory.isOursAlone(ours));
        System.setProperty("user.name", self + "-else");
        try {
            assertFalse(CacheDirectory.isOursAlone(ours));
        } finally {
            System.setProperty("user.name", self);
        }
    }
}
