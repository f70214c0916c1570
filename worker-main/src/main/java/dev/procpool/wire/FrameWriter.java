package dev.procpool.wire;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Puts frames on a byte stream, gathering small ones until {@link #flush}. Not thread-safe: the owner decides who
 * writes when.
 */
final class FrameWriter {

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final byte[] EMPTY = {};

    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;

    FrameWriter(OutputStream out) {
        this.out = out;
    }

    void frame(FrameType type, long taskId) throws IOException {
        frame(type, FrameLayout.NO_CODEC, (byte) 0, taskId, EMPTY);
    }

    void frame(FrameType type, byte codec, byte flags, long taskId, byte[] body) throws IOException {
        frame(type, codec, flags, (byte) 0, taskId, body);
    }

    void frame(FrameType type, byte codec, byte flags, byte tries, long taskId, byte[] body) throws IOException {
        reserve(FrameLayout.HEADER_BYTES);
        FrameLayout.putHeader(buffer, position, body.length, type.code, codec, flags, tries, taskId);
        position += FrameLayout.HEADER_BYTES;
        raw(body);
    }

    void raw(byte[] bytes) throws IOException {
        if (bytes.length > BUFFER_BYTES - position) {
            drain();
        }
        if (bytes.length > BUFFER_BYTES) {
            out.write(bytes);
        } else {
            System.arraycopy(bytes, 0, buffer, position, bytes.length);
            position += bytes.length;
        }
    }

    void flush() throws IOException {
        drain();
        out.flush();
    }

    private void reserve(int bytes) throws IOException {
        if (bytes > BUFFER_BYTES - position) {
            drain();
        }
    }

    private void drain() throws IOException {
        out.write(buffer, 0, position);
        position = 0;
    }
}
