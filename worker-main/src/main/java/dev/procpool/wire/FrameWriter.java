package dev.procpool.wire;

import dev.procpool.bulk.ArrayKind;
import dev.procpool.bulk.Bulk;
import dev.procpool.bulk.JournalWriter;
import dev.procpool.bulk.WindowWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * Puts frames on a byte stream, gathering small ones until {@link #flush}. Not thread-safe: the owner decides who
 * writes when.
 */
final class FrameWriter {

    private static final int BUFFER_BYTES = JournalWriter.MOST_UNSENT_BYTES;
    private static final byte[] EMPTY = {};

    private final OutputStream out;
    private final BulkWriter bulkWriter = new BulkWriter(this);
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final ByteBuffer view = ByteBuffer.wrap(buffer);
    private int position;

    /** Null if there is none. */
    private JournalWriter journal;

    /** How much of the buffer stands in the journal, up to the end of a frame. */
    private int journaled;

    /** How many bytes of the stream have left the buffer; of one with a journal, since it has that. */
    private long sent;

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
        put(type, codec, flags, tries, taskId, body);
        noteInJournal();
    }

    private void put(FrameType type, byte codec, byte flags, byte tries, long taskId, byte[] body) throws IOException {
        reserve(FrameLayout.HEADER_BYTES);
        FrameLayout.putHeader(buffer, position, body.length, type.code, codec, flags, tries, taskId);
        position += FrameLayout.HEADER_BYTES;
        raw(body);
    }

    /** A frame with arrays beside its body. */
    void frame(FrameType type, byte codec, byte flags, byte tries, long taskId, byte[] body, Bulk bulk)
            throws IOException {
        if (bulk.isEmpty()) {
            frame(type, codec, flags, tries, taskId, body);
        } else {
            put(type, codec, (byte) (flags | FrameLayout.FLAG_BULK), tries, taskId, body);
            bulkWriter.write(bulk);
            noteInJournal();
        }
    }

    /** From now on, whole frames that are not sent yet stand there. */
    void journal(JournalWriter given) throws IOException {
        flush();
        journal = given;
        sent = 0;
    }

    private void noteInJournal() {
        if (journal != null) {
            journal.note(sent + journaled, buffer, journaled, position - journaled);
            journal.said(sent + position);
            journaled = position;
        }
    }

    long bytesGiven() {
        return sent + position;
    }

    /** Where arrays go first, of that size or more. May be called by any thread, at any time. */
    void byReference(WindowWriter window, long leastBytes) {
        bulkWriter.byReference(new BulkWriter.ByReference(window, leastBytes));
    }

    void raw(byte[] bytes) throws IOException {
        raw(bytes, 0, bytes.length);
    }

    private void raw(byte[] bytes, int offset, int length) throws IOException {
        if (length > BUFFER_BYTES - position) {
            drain();
        }
        if (length > BUFFER_BYTES) {
            for (int done = 0; done < length; done += BUFFER_BYTES) {
                out.write(bytes, offset + done, Math.min(BUFFER_BYTES, length - done));
            }
            sent += length;
        } else {
            System.arraycopy(bytes, offset, buffer, position, length);
            position += length;
        }
    }

    void putInt(int value) throws IOException {
        reserve(Integer.BYTES);
        FrameLayout.putInt(buffer, position, value);
        position += Integer.BYTES;
    }

    /** @param count not more than {@link BulkLayout#MOST_BYTES_A_PIECE} of bytes */
    void elements(ArrayKind kind, Object array, int from, int count) throws IOException {
        int bytes = (int) kind.bytes(count);
        if (kind == ArrayKind.BYTE && bytes > BUFFER_BYTES - position) {
            // Past the buffer: one copy less.
            drain();
            out.write((byte[]) array, from, bytes);
            sent += bytes;
        } else {
            reserve(bytes);
            kind.put(array, from, count, view, position);
            position += bytes;
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
        if (position > 0) {
            out.write(buffer, 0, position);
            sent += position;
            position = 0;
            journaled = 0;
        }
    }
}
