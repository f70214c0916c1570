package dev.procpool.demo.stores;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.demo.UserError;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoomTest {

    @TempDir
    Path directory;

    private void assertRefused(int entries, long scanBytes, String pattern) {
        String message = assertThrows(UserError.class, () -> Room.check(directory, entries, scanBytes))
                .getMessage();
        assertTrue(message.matches(pattern), message);
    }

    @Test
    void aDiskThatIsTooSmallIsNamedWithBothNumbers() {
        assertRefused(1, 1L << 60, "too little space in .*: free=\\d+ MiB, needed=\\d+ MiB; take fewer --entries.*");
    }

    @Test
    void aHeapThatIsTooSmallIsNamedWithBothNumbers() {
        // More than the heap of these tests, less than any disk.
        assertRefused(
                2_000_000, 0, "too little heap: available=\\d+ MiB, needed=1400 MiB; take fewer --entries.* -Xmx");
    }
}
