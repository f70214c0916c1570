package dev.procpool.codec;

import dev.procpool.codec.FallbackCodec.Encoded;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * The form in which a {@link Compound} travels: bytes of parts that were encoded each on its own. Strings and boxed values
 * stand in it as they are, since it makes no difference whether they are shared.
 */
public final class Parts implements Serializable {

    private static final long serialVersionUID = 1L;

    /** A value that stands here as it is. Any kind but this and {@link #MESSAGE} is the id of the codec that wrote it. */
    private static final byte PLAIN = 0;

    /** Bytes that are no encoded object. */
    private static final byte MESSAGE = -1;

    private final byte[] kinds;

    /** Of a plain value the value, otherwise a {@code byte[]}. */
    @SuppressWarnings("serial") // Only what every codec takes.
    private final Object[] bodies;

    Parts(byte[] kinds, Object[] bodies) {
        this.kinds = kinds;
        this.bodies = bodies;
    }

    int size() {
        return kinds.length;
    }

    boolean isPlain(int index) {
        return kinds[index] == PLAIN;
    }

    byte kind(int index) {
        return kinds[index];
    }

    /** Of a plain part the value, otherwise a {@code byte[]}. */
    Object body(int index) {
        return bodies[index];
    }

    /** Whether no part's bytes, nor any string, are more than so many. */
    boolean isSmall(int mostBytes) {
        for (Object body : bodies) {
            if (body instanceof byte[] bytes && bytes.length > mostBytes
                    || body instanceof String text && text.length() > mostBytes) {
                return false;
            }
        }
        return true;
    }

    /** One part, at the side that received it. */
    public sealed interface Part permits Value, Message, Undecodable {}

    public record Value(Object value) implements Part {}

    /** Bytes that the sender had put there by {@link Writer#addMessage}. */
    public record Message(byte[] bytes) implements Part {}

    /** A value of which only this is known: why no codec can decode it here. */
    public record Undecodable(Throwable reason) implements Part {}

    /** What came of {@link Compound} on its way, in the order of {@link Writer}. */
    public record Opened(List<Part> parts) {}

    /** Collects parts. Each {@code add} that throws leaves nothing behind. */
    public static final class Writer {

        private static final long MOST_BYTES_OF_A_CHAR = 3;

        private final Compound.Encoder encoder;
        private final int maxBytes;
        private final byte[] kinds;
        private final Object[] bodies;
        private int count;

        /** Of the values, about; messages are the caller's to bound. */
        private long bytes;

        /**
         * @param parts how many there will be
         * @param maxBytes what the values may come to, together
         */
        public Writer(int parts, int maxBytes, Compound.Encoder encoder) {
            this.encoder = encoder;
            this.maxBytes = maxBytes;
            this.kinds = new byte[parts];
            this.bodies = new Object[parts];
        }

        /** @throws IOException if the value cannot be encoded, or is too large to travel with those before it */
        public void add(Object value) throws IOException {
            if (PlainWriter.takes(value)) {
                claim(value instanceof String text ? MOST_BYTES_OF_A_CHAR * text.length() : Long.BYTES);
                put(PLAIN, value);
            } else {
                Encoded encoded = encoder.encode(value);
                claim(encoded.bytes().length);
                put(encoded.codec(), encoded.bytes());
            }
        }

        private void claim(long length) throws IOException {
            if (bytes + length > maxBytes) {
                throw new IOException("it is too large to travel with the rest of its chunk: " + length
                        + " bytes after " + bytes + " of others > max=" + maxBytes + "; make the chunk smaller");
            }
            bytes += length;
        }

        public void addMessage(byte[] message) {
            put(MESSAGE, message);
        }

        private void put(byte kind, Object body) {
            kinds[count] = kind;
            bodies[count] = body;
            count++;
        }

        public Parts toParts() {
            assert count == kinds.length : count + " of " + kinds.length + " parts";
            return new Parts(kinds, bodies);
        }
    }

    /**
     * Decodes the parts.
     *
     * @param lastResort whether one that cannot be decoded is to be {@link Undecodable}; otherwise it is thrown why, and the
     *     sender may try again with another encoder
     */
    Opened open(FallbackCodec codec, boolean lastResort) throws IOException, ClassNotFoundException {
        Part[] parts = new Part[kinds.length];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = open(kinds[i], bodies[i], codec, lastResort);
        }
        return new Opened(Arrays.asList(parts));
    }

    private static Part open(byte kind, Object body, FallbackCodec codec, boolean lastResort)
            throws IOException, ClassNotFoundException {
        if (kind == PLAIN) {
            return new Value(body);
        }
        if (kind == MESSAGE) {
            return new Message((byte[]) body);
        }
        try {
            return new Value(codec.decode(kind, (byte[]) body));
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (IOException | ClassNotFoundException | RuntimeException | Error e) {
            if (!lastResort) {
                throw e;
            }
            return new Undecodable(e);
        }
    }
}
