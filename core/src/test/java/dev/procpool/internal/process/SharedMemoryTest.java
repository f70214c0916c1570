package dev.procpool.internal.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SharedMemoryTest {

    /** Above the highest pid that Linux gives. */
    private static final long NO_PID = 999_999_999;

    private static final ProcessHandle SELF = ProcessHandle.current();

    @TempDir
    private Path directory;

    private SharedMemory memory(long byReferenceBytes) {
        var memory = new SharedMemory(directory, byReferenceBytes, "test");
        memory.sweep();
        return memory;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    @Test
    void onlyTheOwnerMayReadWindowsAndDiscardingThemLeavesNothing() throws IOException {
        WorkerWindows windows = memory(1).windows().orElseThrow();
        assertEquals(2, files().size());
        for (Path file : files()) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            assertTrue(file.getFileName().toString().startsWith("procpool-" + SELF.pid() + "-"), file.toString());
        }
        windows.discard(new ReentrantLock());
        windows.discard(new ReentrantLock());
        assertEquals(List.of(), files());
    }

    @Test
    void whereArraysNeverGoByReferenceThereAreNoWindows() throws IOException {
        assertTrue(memory(Long.MAX_VALUE).windows().isEmpty());
        assertEquals(List.of(), files());
    }

    @Test
    void aJournalIsThereWhateverArraysDo() throws IOException {
        WorkerJournal journal = memory(Long.MAX_VALUE).journal().orElseThrow();
        assertEquals(List.of(journal.file()), files());
        journal.discard();
        assertEquals(List.of(), files());
        assertTrue(new SharedMemory(directory.resolve("missing"), 1, "test")
                .journal()
                .isEmpty());
    }

    @Test
    void journalsOfTheDeadAreSweptAsWindowsAre() throws IOException {
        Path orphan = Files.createFile(directory.resolve("procpool-" + NO_PID + "-1700000000000-1.journal"));
        memory(Long.MAX_VALUE);
        assertFalse(Files.exists(orphan));
    }

    @Test
    void windowsThatCannotBeMadeAreNoneAndLeaveNothing() {
        var memory = new SharedMemory(directory.resolve("missing"), 1, "test");
        assertTrue(memory.windows().isEmpty());
    }

    @Test
    void whatADeadOwnerHasLeftIsSwept() throws IOException {
        Path killed = Files.createFile(directory.resolve("procpool-" + NO_PID + "-1700000000000-1.window"));
        Path ofAnotherWithOurPid =
                Files.createFile(directory.resolve("procpool-" + SELF.pid() + "-1700000000000-1.window"));
        memory(1);
        assertFalse(Files.exists(killed));
        assertFalse(Files.exists(ofAnotherWithOurPid));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "procpool-999999999-1700000000000-1",
                "procpool-999999999-1700000000000-1.windows",
                "procpool-999999999-1700000000000-x.window",
                "procpool-999999999999999999999-1700000000000-1.window",
                "other-999999999-1700000000000-1.window"
            })
    void whatIsNotOursIsLeftAlone(String name) throws IOException {
        Path file = Files.createFile(directory.resolve(name));
        memory(1);
        assertTrue(Files.exists(file));
    }

    @Test
    void whatALiveOwnerUsesIsLeftAlone() throws IOException {
        WorkerWindows windows = memory(1).windows().orElseThrow();
        memory(1);
        assertEquals(2, files().size());
        windows.discard(new ReentrantLock());
    }

    @Test
    void aLinkOfThatNameIsNotFollowed() throws IOException {
        Path target = Files.writeString(directory.resolve("precious"), "x");
        Path link =
                Files.createSymbolicLink(directory.resolve("procpool-" + NO_PID + "-1700000000000-1.window"), target);
        memory(1);
        assertTrue(Files.exists(target));
        assertTrue(Files.exists(link));
    }
}
