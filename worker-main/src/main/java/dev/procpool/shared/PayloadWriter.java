package dev.procpool.shared;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.CRC32;

/**
 * Writes the payload of one file or section to its place in a channel, gathering small pieces. For one thread.
 *
 * <p>After a failure every further use fails the same way: a caller that has swallowed the first exception must not
 * complete a file with a hole.
 */
final class PayloadWriter {

    private static final int BUFFER_BYTES = 1 << 16;

    private final TemporaryNames names;
    private final FileChannel channel;
    private final long start;
    private final CRC32 crc = new CRC32();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long flushedBytes;

    /** Once set, always set. */
    private SharedDataException failure;

    /** Once true, always true. */
    private boolean finished;

    /**
     * @param names of the file and of what lies beside it
     * @param start where in the channel the payload begins
     */
    PayloadWriter(TemporaryNames names, FileChannel channel, long start) {
        this.names = names;
        this.channel = channel;
        this.start = start;
    }

    /** What the user calls the file. */
    Path target() {
        return names.target();
    }

    /**
     * The buffer to put the next bytes into, little-endian, with room for at least this many (at most 1 KiB).
     *
     * @throws SharedDataException if it had to be emptied first and the disk is full or fails
     */
    ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            flush();
        }
        return buffer;
    }

    void add(byte[] bytes, int from, int count) {
        for (int done = 0; done < count; ) {
            ByteBuffer room = room(1);
            int run = Math.min(count - done, room.remaining());
            room.put(bytes, from + done, run);
            done += run;
        }
    }

    /** Adds zeros up to a multiple of so many bytes, a power of two up to 1 KiB. */
    void align(int bytes) {
        int padding = (int) (-payloadBytes() & (bytes - 1));
        ByteBuffer room = room(padding);
        for (int i = 0; i < padding; i++) {
            room.put((byte) 0);
        }
    }

    long payloadBytes() {
        return flushedBytes + buffer.position();
    }

    /** Of what was added here; sections have checksums of their own. */
    int checksum() {
        assert finished;
        return (int) crc.getValue();
    }

    /** Every add ends here, or calls it where it could get by without {@link #room}. */
    void checkOpen() {
        if (failure != null) {
            throw failure;
        }
        if (finished) {
            throw new IllegalStateException(target() + ": this writer was for its builder alone, which has ended");
        }
    }

    /** Ends the payload; all of it is in the channel then. */
    void finish() {
        flush();
        finished = true;
        buffer.limit(0); // so that any later add comes to flush, which refuses it
    }

    /** Gives up; nothing can be added any more. */
    void abandon() {
        finished = true;
        buffer.clear().limit(0);
    }

    /**
     * Leaves bytes, which will be zeros, up to the next multiple of {@link SectionsLayout#ALIGNMENT}; they do not count for
     * the checksum.
     *
     * @return where the next bytes come to, from the start of this payload
     */
    long skipToAlignment() {
        flush();
        flushedBytes = SectionsLayout.align(flushedBytes);
        return flushedBytes;
    }

    /** A writer for a section that begins, with a header, at the next multiple of the alignment. */
    PayloadWriter beginSection() {
        return new PayloadWriter(names, channel, start + skipToAlignment() + HeaderLayout.BYTES);
    }

    /**
     * Completes a section that {@link #beginSection} has given.
     *
     * @return where it begins, in bytes from the start of this payload
     */
    long endSection(PayloadWriter section, Header header) {
        long offset = flushedBytes;
        try {
            writeFully(HeaderLayout.encode(header), start + offset);
        } catch (IOException e) {
            throw failed(e);
        }
        flushedBytes += HeaderLayout.BYTES + section.payloadBytes();
        return offset;
    }

    /** Room for what must be kept until the payload is complete; deleted when closed, which is up to the caller. */
    FileChannel openSecondTemporary() throws IOException {
        return SharedFileWriter.openSecondTemporary(names);
    }

    /** Gives up, and makes the exception to throw. */
    SharedDataException failed(IOException e) {
        if (failure == null) {
            failure = SharedFileWriter.failure(target(), e);
            abandon();
        }
        return failure;
    }

    private void flush() {
        checkOpen();
        buffer.flip();
        crc.update(buffer.duplicate());
        int count = buffer.remaining();
        try {
            writeFully(buffer, start + flushedBytes);
        } catch (IOException e) {
            throw failed(e);
        }
        flushedBytes += count;
        buffer.clear();
    }

    private void writeFully(ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }
}
