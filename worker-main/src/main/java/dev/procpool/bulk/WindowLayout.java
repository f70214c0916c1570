package dev.procpool.bulk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The layout of a window, a file in shared memory that two processes map: one writes the ring, the other reads it. Of as
 * many bytes for all windows, little-endian:
 *
 * <pre>{@code
 *   0             8                     4096                                  4096 + 1 MiB
 *   +-------------+---------------------+-------------------------------------+
 *   | bytes read  | unused              | ring ...                            |
 *   +-------------+---------------------+-------------------------------------+
 * }</pre>
 *
 * How much has been written the writer says on the pipe, piece by piece. How much has been read the reader says here, so
 * that it need not write to a pipe; both numbers count from the window's beginning and never fall. Each piece begins
 * on a multiple of 8 bytes. The header has a page of its own, for the two sides write to different ones.
 *
 * <p>1 MiB, because that stays in the processor's cache, and an array of any length needs no more.
 */
final class WindowLayout {

    static final int READ_OFFSET = 0;
    static final int RING_OFFSET = 4096;
    static final int RING_BYTES = 1 << 20;
    static final int FILE_BYTES = RING_OFFSET + RING_BYTES;

    private static final int ALIGNMENT = Long.BYTES;

    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private WindowLayout() {}

    /** What the reader did before it said so, the writer sees as done. */
    static long bytesRead(ByteBuffer window) {
        return (long) LONG.getAcquire(window, READ_OFFSET);
    }

    static void putBytesRead(ByteBuffer window, long bytes) {
        LONG.setRelease(window, READ_OFFSET, bytes);
    }

    /** Where in the ring the byte of that number stands. */
    static int place(long number) {
        return (int) (number % RING_BYTES);
    }

    static long aligned(long bytes) {
        return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
    }
}
