package dev.procpool.codec;

import java.io.IOException;

/**
 * An object that travels in parts, each encoded on its own: one that cannot be encoded or decoded takes no other with it,
 * and what two of them share arrives twice. As the root of a graph {@link FallbackCodec} sends it as {@link Parts}; the
 * other side gets {@link Parts.Opened}.
 */
public interface Compound {

    /**
     * Encodes the parts. May be called again, with another encoder, if the other side could not decode what came of it.
     *
     * @throws IOException if this cannot travel even in parts
     */
    Parts toParts(Encoder encoder) throws IOException;

    /** One of the ways in which {@link FallbackCodec} encodes. */
    @FunctionalInterface
    interface Encoder {
        FallbackCodec.Encoded encode(Object value) throws IOException;
    }
}
