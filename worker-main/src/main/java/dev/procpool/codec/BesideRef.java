package dev.procpool.codec;

import java.io.Serializable;

/** Stands in a stream of JDK serialization for the array of that number, which travels beside it. */
record BesideRef(Class<?> type, int number) implements Serializable {}
