package dev.procpool.internal.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archives used last stay; so does what is none. */
class ArchiveSweepTest {

    @TempDir
    private Path cache;

    private Path archive(int number, long usedMillis) throws IOException {
        Path archive = Files.createDirectory(cache.resolve(String.format("%016x", number)));
        Files.writeString(archive.resolve("classes.jsa"), "x");
        Files.setLastModifiedTime(archive, FileTime.fromMillis(usedMillis));
        return archive;
    }

    @Test
    void thoseNotUsedForTheLongestTimeAreDeleted() throws IOException {
        List<Path> archives = new ArrayList<>();
        for (int i = 0; i < ArchiveSweep.MOST_ARCHIVES + 2; i++) {
            archives.add(archive(i, 1_700_000_000_000L + i * 1000));
        }
        Path other = Files.createDirectory(cache.resolve("something-else"));

        ArchiveSweep.sweep(cache);

        assertEquals(
                archives.subList(2, archives.size()),
                archives.stream().filter(Files::exists).toList());
        assertTrue(Files.exists(other));
    }

    @Test
    void whatWasLeftHalfMadeIsDeletedWhenItIsOld() throws IOException {
        Path archive = archive(1, System.currentTimeMillis());
        Path old = Files.createFile(archive.resolve("procpool-1-1-1.tmp"));
        Files.setLastModifiedTime(old, FileTime.fromMillis(System.currentTimeMillis() - 2 * 3_600_000));
        Path young = Files.createFile(archive.resolve("procpool-1-1-2.tmp"));

        ArchiveSweep.sweep(cache);

        assertFalse(Files.exists(old));
        assertTrue(Files.exists(young));
    }

    @Test
    void aLinkIsNotFollowed(@TempDir Path elsewhere) throws IOException {
        Path precious = Files.createFile(elsewhere.resolve("a.tmp"));
        Files.setLastModifiedTime(precious, FileTime.fromMillis(0));
        Files.createSymbolicLink(cache.resolve("0123456789abcdef"), elsewhere);

        ArchiveSweep.sweep(cache);

        assertTrue(Files.exists(precious));
    }
}
