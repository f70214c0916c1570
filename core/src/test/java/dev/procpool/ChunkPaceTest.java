package dev.procpool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Chunks come to run for about a millisecond, by what the last ones took. */
class ChunkPaceTest {

    private static final long MICROSECOND = 1_000;
    private static final long MILLISECOND = 1_000_000;

    private final ChunkPace pace = new ChunkPace(Integer.MAX_VALUE);

    /** @param nanos of each element @param bytes of each element */
    private void run(int chunks, long nanos, long bytes) {
        for (int i = 0; i < chunks; i++) {
            pace.took(pace.size(), pace.size() * nanos, pace.size() * bytes);
        }
    }

    @Test
    void itBeginsWithSingleOnes() {
        run(31, MICROSECOND, 4);
        assertEquals(1, pace.size());
        run(1, MICROSECOND, 4);
        assertEquals(4, pace.size());
    }

    @Test
    void chunksOfShortElementsGrowToAMillisecond() {
        run(50, MICROSECOND, 4);
        assertEquals(1_000, pace.size());
        run(50, 10, 4);
        assertEquals(4096, pace.size(), "there is a limit");
    }

    @Test
    void longElementsTravelAlone() {
        run(50, 2 * MILLISECOND, 4);
        assertEquals(1, pace.size());
    }

    @Test
    void whatBecomesLongTravelsAloneAtOnce() {
        run(50, MICROSECOND, 4);
        run(1, 5 * MILLISECOND, 4);
        assertEquals(1, pace.size());
    }

    @Test
    void largeElementsTravelInSmallChunks() {
        run(50, MICROSECOND, 100_000);
        assertTrue(pace.size() <= 2, () -> "size=" + pace.size());
    }

    @Test
    void withoutATimeItStays() {
        for (int i = 0; i < 100; i++) {
            pace.took(1, 0, 0);
        }
        assertEquals(1, pace.size());
    }

    @Test
    void aWindowThatWasSetIsKept() {
        var small = new ChunkPace(8);
        for (int i = 0; i < 100; i++) {
            small.took(small.size(), small.size() * 10L, 4L * small.size());
        }
        assertEquals(8, small.size());
    }
}
