package dev.procpool.wire;

/** Where in a worker a text was printed. */
public enum OutputChannel {
    /** {@code System.out}. */
    STDOUT,
    /** {@code System.err}. */
    STDERR
}
