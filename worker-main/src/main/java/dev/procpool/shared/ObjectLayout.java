package dev.procpool.shared;

/**
 * The payload of a file of one object graph.
 *
 * <pre>
 *   0       1                               8
 *  +-------+-------------------------------+------------------------------+
 *  | codec | 0                             | what the codec made of it    |
 *  +-------+-------------------------------+------------------------------+
 * </pre>
 */
final class ObjectLayout {

    static final int CODEC_OFFSET = 0;
    static final int BODY_OFFSET = CODEC_OFFSET + Long.BYTES;

    private ObjectLayout() {}

    static boolean fits(long length, long payloadBytes) {
        return length == 1 && payloadBytes > BODY_OFFSET && payloadBytes - BODY_OFFSET <= Integer.MAX_VALUE;
    }
}
