package dev.procpool.wire;

import dev.procpool.bulk.ArrayKind;
import dev.procpool.bulk.Bulk;
import dev.procpool.bulk.JournalReader;
import dev.procpool.bulk.WindowReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * Cuts a byte stream into frames. Knows nothing of what they mean. One thread only.
 *
 * <p>The end of the stream between two frames is normal; inside a frame it is an {@link EOFException}.
 */
public final class FrameReader {

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int SHOWN_GARBAGE_BYTES = 64;

    /** A file's stream takes as much native memory for a read as is asked for; a pipe has no more than this to give. */
    private static final int MOST_BYTES_A_READ = 64 * 1024;

    private final InputStream in;
    private final int maxBodyBytes;
    private final BulkReader bulkReader = new BulkReader(this);
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final ByteBuffer view = ByteBuffer.wrap(buffer);
    private int position;
    private int limit;

    /** All that has come. */
    private long received;

    /** Is told of {@link #received}. */
    private LongConsumer meter = bytes -> {};

    /** Once true, always true. */
    private boolean pipeEnded;

    /** Null if there is none. */
    private JournalReader journal;

    /** What of {@link #received} does not count for the journal. */
    private long beforeJournal;

    private FrameType type;
    private byte codec;
    private byte flags;
    private byte tries;
    private long taskId;
    private int bodyLength;
    private int bulkBytes;
    private byte[] body;
    private Bulk bulk;

    /** Why {@link #body} is null: there was no memory for it, or for what came beside it. */
    private OutOfMemoryError bodyRefused;

    /**
     * @param in read in large pieces; frames that came together are delivered without another read
     * @param maxBodyBytes a longer body is refused before anything is allocated for it
     */
    public FrameReader(InputStream in, int maxBodyBytes) {
        this.in = in;
        this.maxBodyBytes = maxBodyBytes;
    }

    /** Where arrays may come by reference. May be called by any thread, but before the first of them. */
    public void window(WindowReader window) {
        bulkReader.window(window);
    }

    /** @param given is told how many bytes have come, all in all, whenever some come; at once of those that have */
    public void meter(LongConsumer given) {
        meter = given;
        given.accept(received);
    }

    /** What comes behind the present frame the other side also notes there: where the stream ends, its rest is read there. */
    public void journal(JournalReader given) {
        journal = given;
        beforeJournal = received - (limit - position);
    }

    /** Whether the next frame has come, so that {@link #next} will not wait for it. */
    boolean hasFrame() {
        if (limit - position < FrameLayout.HEADER_BYTES) {
            return false;
        }
        boolean more = (buffer[position + FrameLayout.FLAGS_OFFSET] & FrameLayout.FLAG_BULK) != 0;
        // A length that is none is for next to complain of.
        return !more && FrameLayout.bodyLength(buffer, position) <= limit - position - FrameLayout.HEADER_BYTES;
    }

    /** Whether something has come that has not been read. */
    boolean hasBytes() throws IOException {
        return limit > position || in.available() > 0;
    }

    /**
     * Takes what has come, without waiting for more, as far as the buffer holds it.
     *
     * @return whether a whole frame is there
     */
    boolean takeWhatHasCome() throws IOException {
        if (position > 0 && limit == buffer.length) {
            compact();
        }
        int count = Math.min(in.available(), buffer.length - limit);
        if (count > 0) {
            int got = readSome(buffer, limit, count);
            limit += Math.max(0, got);
        }
        return hasFrame();
    }

    private void compact() {
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        limit -= position;
        position = 0;
    }

    /** One read, of what has come in any way. */
    private int readSome(byte[] target, int offset, int most) throws IOException {
        // Where it has ended once, a pipe that was closed meanwhile would throw.
        int count = pipeEnded ? -1 : in.read(target, offset, most);
        pipeEnded = count < 0;
        if (pipeEnded && journal != null) {
            count = journal.read(received - beforeJournal, target, offset, most);
        }
        if (count > 0) {
            received += count;
            meter.accept(received);
        }
        return count;
    }

    /**
     * Reads the next frame into the accessors; false at the end of the stream. A body for which there is no memory is
     * skipped, so that this frame is lost and not the place in the stream.
     */
    boolean next() throws IOException {
        if (!fill(FrameLayout.HEADER_BYTES)) {
            return false;
        }
        bodyLength = FrameLayout.bodyLength(buffer, position);
        type = FrameType.of(buffer[position + FrameLayout.TYPE_OFFSET]);
        if (type == null || bodyLength < 0 || bodyLength > maxBodyBytes) {
            throw invalidFrame();
        }
        codec = buffer[position + FrameLayout.CODEC_OFFSET];
        flags = buffer[position + FrameLayout.FLAGS_OFFSET];
        tries = buffer[position + FrameLayout.TRIES_OFFSET];
        taskId = FrameLayout.taskId(buffer, position);
        position += FrameLayout.HEADER_BYTES;
        readBody();
        readBulk();
        return true;
    }

    FrameType type() {
        return type;
    }

    byte codec() {
        return codec;
    }

    boolean hasFlag(byte flag) {
        return (flags & flag) != 0;
    }

    byte flags() {
        return flags;
    }

    /** Unsigned. */
    int tries() {
        return Byte.toUnsignedInt(tries);
    }

    long taskId() {
        return taskId;
    }

    /** What came beside the body included. */
    int bodyLength() {
        return bodyLength + bulkBytes;
    }

    /** What came beside the body, owned by the caller; only if {@link #hasBody}. */
    Bulk bulk() {
        return bulk;
    }

    /** Whether there was memory for the body, and for what came beside it. */
    boolean hasBody() {
        return body != null;
    }

    /**
     * The body, owned by the caller.
     *
     * @throws OutOfMemoryError if there was no memory for it
     */
    byte[] body() {
        if (body == null) {
            throw bodyRefused;
        }
        return body;
    }

    ProtocolException unexpected(String expected) {
        return new ProtocolException("expected " + expected + " but was " + type + ": task=" + taskId + ", length="
                + bodyLength + ". The two sides run different versions of procpool, or one lost its place.");
    }

    /**
     * Reads up to and including the magic bytes.
     *
     * @return what stood before them: output of the JVM or of a wrapper, at most the last {@link #BUFFER_BYTES}
     * @throws EOFException if the stream ends first; the message shows what came instead
     */
    byte[] skipPastMagic() throws IOException {
        byte[] magic = FrameLayout.magic();
        byte[] seen = new byte[0];
        while (true) {
            int at = indexOf(magic);
            if (at >= 0) {
                seen = append(seen, at - position);
                position = at + magic.length;
                return seen;
            }
            int certain = Math.max(0, limit - position - (magic.length - 1));
            seen = append(seen, certain);
            position += certain;
            if (!fill(limit - position + 1)) {
                throw new EOFException("the stream ended before a handshake. What came instead: "
                        + Printable.of(append(seen, limit - position), SHOWN_GARBAGE_BYTES));
            }
        }
    }

    private int indexOf(byte[] magic) {
        for (int at = position; at + magic.length <= limit; at++) {
            if (Arrays.equals(buffer, at, at + magic.length, magic, 0, magic.length)) {
                return at;
            }
        }
        return -1;
    }

    private byte[] append(byte[] seen, int count) {
        int dropped = Math.max(0, seen.length + count - BUFFER_BYTES);
        byte[] both = Arrays.copyOfRange(seen, Math.min(dropped, seen.length), seen.length + count);
        System.arraycopy(buffer, position, both, both.length - count, count);
        return both;
    }

    private void readBody() throws IOException {
        body = null;
        bodyRefused = null;
        try {
            body = new byte[bodyLength];
        } catch (OutOfMemoryError e) {
            bodyRefused = e;
            skipBody();
            return;
        }
        readBytes(body, 0, bodyLength);
    }

    private void readBulk() throws IOException {
        bulk = Bulk.NONE;
        bulkBytes = 0;
        if (!hasFlag(FrameLayout.FLAG_BULK) || type != FrameType.TASK && type != FrameType.RESULT) {
            return;
        }
        BulkReader.Table table = bulkReader.readTable((long) maxBodyBytes - bodyLength);
        bulkBytes = (int) table.bytes();
        try {
            if (body != null) {
                bulk = bulkReader.allocate(table);
            }
        } catch (OutOfMemoryError e) {
            body = null;
            bodyRefused = e;
        }
        if (body == null) {
            bulkReader.skip(table);
        } else {
            bulkReader.fill(bulk);
        }
    }

    private void skipBody() throws IOException {
        skip(bodyLength);
    }

    /** Not by {@link InputStream#skip}, which a pipe refuses. */
    void skip(int bytes) throws IOException {
        int done = Math.min(bytes, limit - position);
        position += done;
        while (done < bytes) {
            // All that was buffered belonged to these: the buffer is free.
            done += readInsideFrame(buffer, 0, Math.min(bytes - done, buffer.length), done, bytes);
        }
    }

    int readInt() throws IOException {
        fillInsideFrame(Integer.BYTES);
        int value = FrameLayout.getInt(buffer, position);
        position += Integer.BYTES;
        return value;
    }

    void readElements(ArrayKind kind, Object array, int from, int count) throws IOException {
        if (kind == ArrayKind.BYTE) {
            readBytes((byte[]) array, from, count);
            return;
        }
        int done = 0;
        while (done < count) {
            fillInsideFrame(kind.elementBytes());
            int some = Math.min(count - done, (limit - position) / kind.elementBytes());
            kind.get(array, from + done, some, view, position);
            position += some * kind.elementBytes();
            done += some;
        }
    }

    private void readBytes(byte[] target, int offset, int length) throws IOException {
        int done = Math.min(length, limit - position);
        System.arraycopy(buffer, position, target, offset, done);
        position += done;
        while (done < length) {
            done += readInsideFrame(target, offset + done, Math.min(length - done, MOST_BYTES_A_READ), done, length);
        }
    }

    private void fillInsideFrame(int bytes) throws IOException {
        if (limit - position < bytes && !fill(bytes)) {
            throw new EOFException("the stream ended inside a frame: type=" + type + ", task=" + taskId
                    + ", among the arrays beside its body");
        }
    }

    private int readInsideFrame(byte[] target, int offset, int most, int done, int all) throws IOException {
        int count = readSome(target, offset, most);
        if (count < 0) {
            throw new EOFException("the stream ended inside a frame: type=" + type + ", task=" + taskId + ", got "
                    + done + " of " + all + " body bytes");
        }
        return count;
    }

    /** Makes at least {@code wanted} bytes available; false if the stream ended on a frame's border. */
    private boolean fill(int wanted) throws IOException {
        if (limit - position >= wanted) {
            return true;
        }
        compact();
        while (limit < wanted) {
            int count = readSome(buffer, limit, buffer.length - limit);
            if (count < 0) {
                if (limit == 0 || wanted < FrameLayout.HEADER_BYTES) {
                    return false;
                }
                throw new EOFException("the stream ended inside a frame header: got " + limit + " of "
                        + FrameLayout.HEADER_BYTES + " bytes");
            }
            limit += count;
        }
        return true;
    }

    private ProtocolException invalidFrame() {
        byte[] start = Arrays.copyOfRange(buffer, position, limit);
        return new ProtocolException(String.format(
                "invalid frame: type=0x%02x, length=%d, max=%d. Something other than procpool wrote to the pipe, or"
                        + " a body is over the limit. First bytes: %s",
                buffer[position + FrameLayout.TYPE_OFFSET],
                bodyLength,
                maxBodyBytes,
                Printable.of(start, SHOWN_GARBAGE_BYTES)));
    }
}
