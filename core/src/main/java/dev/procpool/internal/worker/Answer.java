package dev.procpool.internal.worker;

import dev.procpool.codec.FallbackCodec.Encoded;
import dev.procpool.wire.Failure;

/** How a worker answered a task. */
public sealed interface Answer {

    /**
     * A value that has travelled.
     *
     * @param retained whether the worker keeps the object until it hears that we have decoded it
     */
    record Value(Encoded encoded, boolean retained) implements Answer {}

    /** A failure that has travelled. */
    record Failed(Failure failure) implements Answer {}

    /** The value itself, of a worker in this JVM. */
    record Returned(Object value) implements Answer {}

    /** The throwable itself, of a worker in this JVM. */
    record Threw(Throwable thrown) implements Answer {}
}
