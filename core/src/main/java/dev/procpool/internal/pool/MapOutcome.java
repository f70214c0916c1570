package dev.procpool.internal.pool;

/**
 * What became of one element of a map.
 *
 * @param failure null if there is a value
 */
public record MapOutcome(Object value, Throwable failure) {}
