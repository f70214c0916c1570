package dev.procpool.wire;

/** Where in a worker a text was printed. */
public enum OutputChannel {
    /** {@code System.out}, or descriptor 1. */
    STDOUT,
    /** {@code System.err}, or descriptor 2. */
    STDERR
}
