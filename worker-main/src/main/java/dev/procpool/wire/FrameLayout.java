package dev.procpool.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The layout of a frame, little-endian:
 *
 * <pre>{@code
 *   0               4      5       6       7       8                              16
 *   +---------------+------+-------+-------+-------+------------------------------+----------------+
 *   | body length   | type | codec | flags | tries | task id (0: none)            | body ...       |
 *   +---------------+------+-------+-------+-------+------------------------------+----------------+
 * }</pre>
 *
 * Task id and length stand outside the body, so that a body that cannot be decoded fails one task and no more. {@code
 * tries} is the attempt's number on a TASK or CANCEL. On a RESULT it is how long the task ran: the logarithm of the
 * nanoseconds to base 2, rounded up. 0 on everything else.
 *
 * <p>What a worker sends begins with {@link #MAGIC}, once: whatever a wrapper script or the JVM printed before it is
 * output, not protocol.
 */
final class FrameLayout {

    static final int LENGTH_OFFSET = 0;
    static final int TYPE_OFFSET = LENGTH_OFFSET + Integer.BYTES;
    static final int CODEC_OFFSET = TYPE_OFFSET + Byte.BYTES;
    static final int FLAGS_OFFSET = CODEC_OFFSET + Byte.BYTES;
    static final int TRIES_OFFSET = FLAGS_OFFSET + Byte.BYTES;
    static final int TASK_ID_OFFSET = TRIES_OFFSET + Byte.BYTES;
    static final int HEADER_BYTES = TASK_ID_OFFSET + Long.BYTES;

    static final byte NO_CODEC = 0;
    static final long NO_TASK = 0;

    /** On a RESULT: the worker keeps the object until RELEASE, in case the parent cannot decode these bytes. */
    static final byte FLAG_RETAINED = 1;

    /** On a TASK or RESULT: arrays follow the body, as {@link BulkLayout} shows. */
    static final byte FLAG_BULK = 2;

    /** On a TASK: STARTED is to be sent at once. */
    static final byte FLAG_TIMED = 4;

    /** On an OUTPUT or NATIVE_OUTPUT: printed to standard error, not to standard output. */
    static final byte FLAG_STDERR = 1;

    /** Not text and not UTF-8, so that no log line can contain it. */
    private static final byte[] MAGIC = {(byte) 0xF5, 'p', 'r', 'o', 'c', 'p', 'l', (byte) 0xFA};

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private FrameLayout() {}

    static byte[] magic() {
        return MAGIC.clone();
    }

    static void putHeader(
            byte[] target, int at, int bodyLength, byte type, byte codec, byte flags, byte tries, long taskId) {
        INT.set(target, at + LENGTH_OFFSET, bodyLength);
        target[at + TYPE_OFFSET] = type;
        target[at + CODEC_OFFSET] = codec;
        target[at + FLAGS_OFFSET] = flags;
        target[at + TRIES_OFFSET] = tries;
        LONG.set(target, at + TASK_ID_OFFSET, taskId);
    }

    static void putInt(byte[] target, int at, int value) {
        INT.set(target, at, value);
    }

    static int getInt(byte[] source, int at) {
        return (int) INT.get(source, at);
    }

    static int bodyLength(byte[] header, int at) {
        return (int) INT.get(header, at + LENGTH_OFFSET);
    }

    static long taskId(byte[] header, int at) {
        return (long) LONG.get(header, at + TASK_ID_OFFSET);
    }
}
