package dev.procpool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What can be set of a map. */
final class MapOptionsTest {

    @Test
    void optionsThatMakeNoSenseAreRefusedWithNameAndValue() {
        assertRefused("chunkSize must be positive: chunkSize=0", () -> MapOptions.chunkSize(0));
        assertRefused(
                "chunkSize must be positive: chunkSize=-5",
                () -> MapOptions.defaults().withChunkSize(-5));
        assertRefused("window must be positive: window=0", () -> MapOptions.window(0));
        assertRefused("timeout must be positive: timeout=PT0S", () -> MapOptions.timeout(Duration.ZERO));
        assertRefused("timeout must be positive: timeout=PT-1S", () -> MapOptions.timeout(Duration.ofSeconds(-1)));
        assertThrows(NullPointerException.class, () -> MapOptions.timeout(null));
        assertThrows(NullPointerException.class, () -> MapOptions.task(null));
    }

    private static void assertRefused(String message, Runnable call) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }

    @Test
    void optionsAreImmutableAndKeepWhatTheyAreTold() {
        var task = TaskOptions.timeout(Duration.ofSeconds(3));
        var options = MapOptions.chunkSize(4)
                .withWindow(9)
                .withAsCompleted()
                .withTimeout(Duration.ofSeconds(2))
                .withTask(task);
        assertEquals(4, options.chunkSize().getAsInt());
        assertEquals(9, options.window().getAsInt());
        assertFalse(options.isOrdered());
        assertEquals(Duration.ofSeconds(2), options.timeout().orElseThrow());
        assertSame(task, options.task());
        assertTrue(options.withOrdered().isOrdered());
        assertFalse(options.isOrdered());
        assertTrue(MapOptions.defaults().chunkSize().isEmpty());
        assertTrue(MapOptions.defaults().window().isEmpty());
        assertTrue(MapOptions.defaults().timeout().isEmpty());
        assertTrue(MapOptions.defaults().isOrdered());
        Duration forever = Duration.ofSeconds(Long.MAX_VALUE);
        assertEquals(
                Optional.of(forever),
                MapOptions.task(TaskOptions.timeout(forever))
                        .taskOfChunk(1_000, 0)
                        .timeout());
        assertEquals(Long.MAX_VALUE, MapOptions.timeout(forever).timeoutNanos());
        assertEquals(Duration.ofSeconds(12), options.taskOfChunk(4, 7).timeout().orElseThrow());
    }
}
