package dev.procpool.internal.pool;

import dev.procpool.wire.Failure;

/** How a worker answered a task. */
sealed interface Answer {

    /** @param retained whether the worker keeps the object until it hears that we have decoded it */
    record Value(byte codec, byte[] body, boolean retained) implements Answer {}

    record Failed(Failure failure) implements Answer {}
}
