package dev.procpool;

import java.util.concurrent.TimeUnit;

/**
 * How many inputs of a {@code map} travel together where the pool is to choose: as many as run for about a millisecond. Less
 * is mostly way; more would let a worker idle at the end while another still has work. Begins with single ones, and grows by
 * what the last chunks took: an element's run time and its bytes. For one thread.
 */
final class ChunkPace {

    private static final long CHUNK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long CHUNK_BYTES = 256 * 1024;
    private static final int MOST_ELEMENTS = 4096;

    /** Before so many single ones have come back nobody knows what they take. */
    private static final int SINGLE_ONES = 32;

    /** A chunk that was quick by chance must not make the next a long one. */
    private static final int MOST_GROWTH = 4;

    private final int most;
    private int size = 1;
    private int seen;

    /** @param most elements in a chunk */
    ChunkPace(int most) {
        this.most = Math.min(most, MOST_ELEMENTS);
    }

    /** How many the next chunk should have. */
    int size() {
        return size;
    }

    /**
     * A chunk has come back.
     *
     * @param runNanos for how long it ran; 0 if that is not known
     * @param bytes what it took on its way there or back, whichever is more
     */
    void took(int elements, long runNanos, long bytes) {
        seen = Math.min(SINGLE_ONES, seen + elements);
        if (runNanos == 0 || seen < SINGLE_ONES) {
            return;
        }
        long byTime = CHUNK_NANOS * elements / runNanos;
        long byBytes = CHUNK_BYTES * elements / Math.max(1, bytes);
        long wanted = Math.min(Math.min(byTime, byBytes), (long) size * MOST_GROWTH);
        size = (int) Math.max(1, Math.min(wanted, most));
    }
}
