package dev.procpool.worker;

/** The exit codes a worker chooses itself; every other code comes from a task, the JVM or a signal. */
final class WorkerExit {

    /** As HotSpot's {@code -XX:+ExitOnOutOfMemoryError}. */
    static final int OUT_OF_MEMORY = 3;

    /** Nobody is there to see it. */
    static final int PARENT_GONE = 0;

    /** EX_SOFTWARE of sysexits.h. */
    static final int INTERNAL_ERROR = 70;

    /** EX_PROTOCOL of sysexits.h. */
    static final int PROTOCOL_ERROR = 76;

    private WorkerExit() {}

    /** Ends this JVM without shutdown hooks, which may hang, and without any lock a task may hold. */
    static void halt(int code) {
        Runtime.getRuntime().halt(code);
    }

    /** Says why and ends this JVM, even where there is no memory left, or no descriptor, to say it. */
    static void haltAfter(Throwable reason, int code) {
        try {
            reason.printStackTrace(RawStderr.STREAM);
        } finally {
            halt(code);
        }
    }
}
