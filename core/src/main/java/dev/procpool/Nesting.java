package dev.procpool;

/**
 * How deep in pools this JVM is: 0 for a program, 1 for its workers, and so on. A program whose tasks open pools would
 * otherwise start processes without end.
 */
final class Nesting {

    /** Set by a pool in its workers. */
    static final String DEPTH = "procpool.depth";

    /** What the user may set; workers inherit it. */
    static final String MAX_DEPTH = "procpool.maxDepth";

    private static final int DEFAULT_MAX_DEPTH = 1;

    private Nesting() {}

    static int depth() {
        return Integer.getInteger(DEPTH, 0);
    }

    /** Whether this JVM may start worker processes. */
    static boolean mayStartProcesses() {
        return depth() < Integer.getInteger(MAX_DEPTH, DEFAULT_MAX_DEPTH);
    }

    /** @throws IllegalStateException if this JVM may not start worker processes */
    static void requireProcesses() {
        if (!mayStartProcesses()) {
            throw new IllegalStateException("a worker may not start a ProcessPool of its own: depth=" + depth() + ", "
                    + MAX_DEPTH + "=" + Integer.getInteger(MAX_DEPTH, DEFAULT_MAX_DEPTH)
                    + ". Use TaskPool.open(), which gives the sequential pool here, or set -D" + MAX_DEPTH + "="
                    + (depth() + 1) + " if the machine can bear it");
        }
    }
}
