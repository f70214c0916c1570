package dev.procpool.wire;

/** How long a task ran, as it travels: in one byte, to a power of two. */
public final class RunTime {

    private RunTime() {}

    /** The least power of 2 that is not less; 0 to 63. */
    public static int log2Nanos(long nanos) {
        return Long.SIZE - Long.numberOfLeadingZeros(Math.max(1, nanos) - 1);
    }

    /** How long it was at most. @param log2Nanos 0 if that is not known: then 0 */
    public static long mostNanos(int log2Nanos) {
        return log2Nanos == 0 ? 0 : 1L << Math.min(log2Nanos, Long.SIZE - 2);
    }
}
