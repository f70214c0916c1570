package dev.procpool.bulk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The layout of a journal, a file in shared memory that a worker writes and its parent reads, little-endian:
 *
 * <pre>{@code
 *   0             8           64            72          4096                    4096 + 64 KiB
 *   +-------------+-----------+-------------+-----------+-----------------------+
 *   | bytes said  | unused    | bytes heard | unused    | ring ...              |
 *   +-------------+-----------+-------------+-----------+-----------------------+
 * }</pre>
 *
 * <i>Said</i> is what the worker has put on its stream, sent or not, up to the end of its last whole frame; the ring
 * holds the last of it, byte n at n modulo its size. It is counted from the end of HELLO on. <i>Heard</i> is what it has
 * read from its pipe, counted from the beginning. Each has a cache line of its own. Neither number ever falls.
 *
 * <p>The ring is as large as what a worker gathers before it sends, so that all that is unsent stands in it.
 */
final class JournalLayout {

    static final int SAID_OFFSET = 0;
    static final int HEARD_OFFSET = 64;
    static final int RING_OFFSET = 4096;
    static final int RING_BYTES = 64 * 1024;
    static final int FILE_BYTES = RING_OFFSET + RING_BYTES;

    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private JournalLayout() {}

    /** What was put into the ring before, the reader sees. */
    static void put(ByteBuffer journal, int offset, long bytes) {
        LONG.setRelease(journal, offset, bytes);
    }

    static long get(ByteBuffer journal, int offset) {
        return (long) LONG.getAcquire(journal, offset);
    }

    /** Where the byte of that number stands in the file. */
    static int place(long number) {
        return RING_OFFSET + (int) (number % RING_BYTES);
    }

    /** How many bytes from that one on stand in a row. */
    static int row(long number, int wanted) {
        return Math.min(wanted, RING_BYTES - (int) (number % RING_BYTES));
    }
}
