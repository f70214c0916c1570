package dev.procpool.shared;

/**
 * Looks, at the end of a task, whether the mapped files it read were all there: a file that was cut meanwhile must fail the
 * task, and no number that was read behind the cut may pass for its result.
 *
 * <p>The JVM makes an InternalError of a mapped page that cannot be read, but JDK 17 raises it some time after the read,
 * perhaps when the task has returned. (And where int is read and widened to long by one instruction, it raises none and ends;
 * {@link MappedFile#getInt} avoids that, the reader of a slice must.) So the length of each file that was used is
 * compared: a system call of half a microsecond, made only where files are mapped.
 */
public final class CutCheck {

    /** How often to look for errors that a task has left behind, once it is known that there may be some. */
    private static final int LATE_ERRORS = 3;

    /** Not a constant, or the JIT would make the array by itself. */
    private static volatile int one = 1;

    /** Whether this JVM has ever mapped a file. Once true, always true. */
    private static volatile boolean needed;

    /** How many cut files had been found when the task began; those its predecessors have paid for. */
    private final int before = needed ? MappedFiles.cutsFound() : 0;

    private CutCheck() {}

    static void needed() {
        needed = true;
    }

    /**
     * Of a task that begins and may overlap with others in this JVM. Nobody can tell which of them has read what: a cut
     * that is found fails all that are under way then, once.
     */
    public static CutCheck ofTask() {
        return new CutCheck();
    }

    /** Of a task that begins and is the only one in this JVM: what others have read is none of its business. */
    public static CutCheck ofOnlyTask() {
        if (needed) {
            MappedFiles.forgetUses();
        }
        return new CutCheck();
    }

    /** @throws SharedDataException if a file that was read has been cut since the beginning */
    public void end() {
        SharedDataException cut = find(null);
        if (cut != null) {
            throw cut;
        }
    }

    /** What the task has thrown, or, if a file that it read has been cut, that, with what it threw as the cause. */
    public Throwable explain(Throwable thrown) {
        SharedDataException cut = find(thrown);
        return cut == null || thrown instanceof SharedDataException ? thrown : cut;
    }

    private SharedDataException find(Throwable thrown) {
        if (!needed || !isAnythingCut()) {
            return null;
        }
        return MappedFiles.cutSince(before, thrown);
    }

    /** If so, no error is to come any more from what this thread has read. */
    private boolean isAnythingCut() {
        boolean found = false;
        for (int i = 0; i < LATE_ERRORS; i++) {
            try {
                if (!MappedFiles.isAnythingCut(before)) {
                    return found;
                }
                found = true;
                beWhereErrorsCome();
            } catch (InternalError e) {
                if (!isFault(e)) {
                    throw e;
                }
            }
        }
        return found;
    }

    /**
     * An error that is still to come is raised where code calls the JVM with no exception on its way, as it does to make an
     * array of arrays.
     */
    private static void beWhereErrorsCome() {
        int[][] made = new int[one][one];
        assert made.length == one;
    }

    /** Whether the JVM has reported an unreadable page by this; any other InternalError is none of ours. */
    static boolean isFault(Throwable thrown) {
        return thrown instanceof InternalError
                && thrown.getMessage() != null
                && thrown.getMessage().contains("unsafe memory access");
    }
}
