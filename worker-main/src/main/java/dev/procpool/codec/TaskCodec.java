package dev.procpool.codec;

import java.io.IOException;

/**
 * Turns object graphs into bytes and back. Thread-safe; one instance serves a whole JVM.
 *
 * <p>What a codec refuses it refuses completely: a failed {@link #encode} leaves nothing behind.
 */
public sealed interface TaskCodec permits FstCodec, JdkCodec {

    /** The byte that names this codec in a frame header; never 0. */
    byte wireId();

    /**
     * Encodes a graph.
     *
     * @param value the root; null is allowed
     * @throws java.io.NotSerializableException if an object in the graph is not serializable; the message names the
     *     path from the root to it, such as {@code MyTask.cache -> java.lang.Thread is not Serializable}
     * @throws IOException if the graph cannot be encoded for another reason, the reason being the cause
     */
    byte[] encode(Object value) throws IOException;

    /**
     * Decodes what the codec of the same {@link #wireId} encoded, in this JVM or another.
     *
     * @throws IOException if the bytes cannot be turned into objects here, the reason being the cause
     * @throws ClassNotFoundException if a class in the graph is not on this JVM's class path
     */
    Object decode(byte[] bytes) throws IOException, ClassNotFoundException;
}
