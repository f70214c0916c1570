package dev.procpool;

import java.util.Optional;

/**
 * The worker's process ended while it ran the task: the task called {@code System.exit} or {@code halt}, crashed native
 * code, used up the heap (then the cause is the {@link OutOfMemoryError}), or somebody killed the process. Only this task
 * has failed; the worker has been replaced.
 */
public final class WorkerCrashedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final long pid;
    private final int exitCode;
    private final String signal;
    private final String stderrTail;

    /**
     * @param cause may be null
     * @param signal null if the exit code is none of a signal
     */
    public WorkerCrashedException(
            String message, Throwable cause, long pid, int exitCode, String signal, String stderrTail) {
        super(message, cause);
        this.pid = pid;
        this.exitCode = exitCode;
        this.signal = signal;
        this.stderrTail = stderrTail;
    }

    /** The worker's process id. */
    public long pid() {
        return pid;
    }

    /** The exit code, 128+n for death by signal n. */
    public int exitCode() {
        return exitCode;
    }

    /** The signal's name, such as {@code SIGKILL}; empty if the process exited by itself. */
    public Optional<String> signal() {
        return Optional.ofNullable(signal);
    }

    /**
     * The last lines the process wrote to its standard error, past {@code System.err}: at most 20; may be empty. If the JVM
     * itself has crashed, the beginning of its crash report stands above them; if there is nothing else, these are the last
     * lines of its standard output, and a line says so.
     */
    public String stderrTail() {
        return stderrTail;
    }
}
