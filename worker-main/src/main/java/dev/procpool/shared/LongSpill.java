package dev.procpool.shared;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * Longs kept until the payload can take them, or until they are read back: in memory while they are few, else in a
 * second temporary file beside the target, deleted on close. For one thread.
 */
final class LongSpill implements Closeable {

    static final int BUFFER_BYTES = 1 << 16;

    private final PayloadWriter out;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    /** Null until the buffer was full once. */
    private FileChannel spill;

    private long spilledBytes;

    LongSpill(PayloadWriter out) {
        this.out = out;
    }

    void add(long value) {
        if (!buffer.hasRemaining()) {
            spillBuffer();
        }
        buffer.putLong(value);
    }

    /** How many bytes have been added, a multiple of 8. */
    long bytes() {
        return spilledBytes + buffer.position();
    }

    /** Appends everything to the payload. */
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

    /**
     * Reads a range back. Nothing may be added from then on.
     *
     * @param from in bytes, as {@link #bytes} told it
     * @param bufferBytes what it may take of the heap
     */
    Reader reader(long from, long to, int bufferBytes) {
        spillBuffer();
        return new Reader(from, to, ByteBuffer.allocate((int) Math.min(bufferBytes, to - from)));
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
            spilledBytes += buffer.remaining();
            while (buffer.hasRemaining()) {
                spill.write(buffer);
            }
            buffer.clear();
        } catch (IOException e) {
            throw out.failed(e);
        }
    }

    /** A range, from its beginning to its end. */
    final class Reader {

        private final ByteBuffer chunk;
        private final long to;
        private long at;

        private Reader(long from, long to, ByteBuffer chunk) {
            this.at = from;
            this.to = to;
            this.chunk = chunk.order(ByteOrder.LITTLE_ENDIAN).limit(0);
        }

        boolean hasNext() {
            return at < to || chunk.hasRemaining();
        }

        long next() {
            if (!chunk.hasRemaining()) {
                fill();
            }
            return chunk.getLong();
        }

        private void fill() {
            chunk.clear().limit((int) Math.min(chunk.capacity(), to - at));
            try {
                while (chunk.hasRemaining()) {
                    int count = spill.read(chunk, at);
                    if (count < 0) {
                        throw new IOException("the temporary file was cut");
                    }
                    at += count;
                }
            } catch (IOException e) {
                throw out.failed(e);
            }
            chunk.flip();
        }
    }
}
