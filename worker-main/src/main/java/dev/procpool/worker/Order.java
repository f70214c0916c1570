package dev.procpool.worker;

import dev.procpool.codec.FallbackCodec.Encoded;

/** What the main thread is asked to do, in the order the parent asked. */
sealed interface Order {

    /** @param timed whether the parent wants to hear at once that it has begun */
    record Run(long taskId, int attempt, boolean timed, Encoded body) implements Order {}

    /** A task whose body of so many bytes found no room here. */
    record Refuse(long taskId, int bodyBytes) implements Order {}

    /** A task that was cancelled before it could begin. */
    record NotRun(long taskId) implements Order {}

    record Resend(long taskId) implements Order {}

    record Release(long taskId) implements Order {}

    record Stop() implements Order {}

    /** Whether it is to run that attempt at a task. */
    default boolean isAttempt(long taskId, int attempt) {
        return this instanceof Run run && run.taskId() == taskId && run.attempt() == attempt;
    }
}
