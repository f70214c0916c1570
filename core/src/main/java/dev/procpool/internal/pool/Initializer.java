package dev.procpool.internal.pool;

import dev.procpool.codec.FallbackCodec;
import dev.procpool.codec.FallbackCodec.Encoded;

/**
 * What a worker runs before its first task.
 *
 * @param id negative: no task's
 * @param task the user's object
 * @param body what travels; null for workers in this JVM
 * @param breaksPool whether the pool is of no use where it fails; if not, that is logged only
 */
public record Initializer(long id, Object task, FallbackCodec codec, Encoded body, boolean breaksPool) {}
