package dev.procpool.worker;

import dev.procpool.codec.FallbackCodec.Encoded;

/** What the main thread is asked to do, in the order the parent asked. */
sealed interface Order {

    record Run(long taskId, int attempt, Encoded body) implements Order {}

    /** A task whose body of so many bytes found no room here. */
    record Refuse(long taskId, int bodyBytes) implements Order {}

    record Resend(long taskId) implements Order {}

    record Release(long taskId) implements Order {}

    record Stop() implements Order {}
}
