package dev.procpool.internal.worker;

import dev.procpool.codec.FallbackCodec.Encoded;

/**
 * What a worker is given to do.
 *
 * @param taskId positive for a task, negative for an initializer
 * @param attempt 1 to 255
 * @param timed whether it has a time limit, so that its beginning is to be told at once
 * @param task the user's object, for a worker in this JVM
 * @param body what travels, for a worker elsewhere; null for a worker in this JVM
 */
public record Assignment(long taskId, int attempt, boolean timed, Object task, Encoded body) {}
