package dev.procpool.wire;

/**
 * How long to look for what is to come before sleeping: as long as that has paid of late. Where it was in vain several times
 * in a row, because tasks are long or somebody else needs the processor, it is tried only now and then. Not thread-safe, but a
 * race does no harm.
 */
public final class Spin {

    private static final int FAILURES_THAT_TELL = 4;
    private static final int TRY_ONE_OF = 32;

    private final long nanos;
    private int failuresInARow;

    /** @param nanos how long it may take at most; 0 for not at all */
    public Spin(long nanos) {
        this.nanos = nanos;
    }

    /** For how long to look this time; {@link #ended} is to be told of it unless it is 0. */
    public long nanos() {
        if (failuresInARow < FAILURES_THAT_TELL) {
            return nanos;
        }
        failuresInARow++;
        return failuresInARow % TRY_ONE_OF == 0 ? nanos : 0;
    }

    /** @param found whether it came while we looked */
    public void ended(boolean found) {
        failuresInARow = found ? 0 : failuresInARow + 1;
    }
}
