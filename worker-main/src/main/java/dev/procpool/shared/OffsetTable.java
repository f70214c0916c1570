package dev.procpool.shared;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * Longs kept until all strings are written: in memory while they are few, else in a second temporary file beside the
 * target, deleted on close. For one thread.
 */
final class OffsetTable implements Closeable {

    static final int BUFFER_BYTES = 1 << 16;

    private final PayloadWriter out;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    /** Null until the buffer was full once. */
    private FileChannel spill;

    OffsetTable(PayloadWriter out) {
        this.out = out;
    }

    void add(long offset) {
        if (!buffer.hasRemaining()) {
            spillBuffer();
        }
        buffer.putLong(offset);
    }

    /** Appends the whole table to the payload. */
    void writeToPayload() {
        if (spill != null) {
            spillBuffer();
            try {
                spill.position(0);
                while (spill.read(buffer) >= 0) {
                    out.add(buffer.array(), 0, buffer.position());
                    buffer.clear();
                }
            } catch (IOException e) {
                throw out.failed(e);
            }
        } else {
            out.add(buffer.array(), 0, buffer.position());
        }
    }

    @Override
    public void close() {
        if (spill != null) {
            try {
                spill.close();
            } catch (IOException e) {
                throw out.failed(e);
            }
        }
    }

    private void spillBuffer() {
        try {
            if (spill == null) {
                spill = out.openSecondTemporary();
            }
            buffer.flip();
            while (buffer.hasRemaining()) {
                spill.write(buffer);
            }
            buffer.clear();
        } catch (IOException e) {
            throw out.failed(e);
        }
    }
}
