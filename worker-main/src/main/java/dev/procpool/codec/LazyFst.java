package dev.procpool.codec;

import java.io.IOException;

/**
 * The FST codec of a pair, made when something is first encoded or decoded by it: setting FST up takes longer than a JVM
 * takes to start. Thread-safe.
 */
final class LazyFst {

    /** Null until it is needed. Written with this object's lock held. */
    private volatile FstCodec codec;

    /** To be made later. */
    LazyFst() {}

    /** One that is there already. */
    LazyFst(FstCodec codec) {
        this.codec = codec;
    }

    /**
     * @throws IOException if it cannot be had here after all
     * @throws LinkageError if FST's classes are not on the class path
     */
    FstCodec get() throws IOException {
        FstCodec made = codec;
        return made != null ? made : make();
    }

    private synchronized FstCodec make() throws IOException {
        if (codec == null) {
            try {
                codec = new FstCodec();
            } catch (IllegalStateException e) {
                throw new IOException(e.getMessage(), e);
            }
        }
        return codec;
    }
}
