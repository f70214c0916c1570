package dev.procpool.internal.worker;

import java.io.IOException;

/**
 * How a worker's process ended.
 *
 * @param worker its number in the pool
 * @param pid its process id; 0 if there never was a process
 * @param exit its exit status; null if there never was a process
 * @param greeted whether it had said hello
 * @param problem what went wrong on the parent's side of it (could not be started, sent garbage); null if nothing did
 * @param logTail the last lines of its descriptor 2, or what else there is of evidence ({@link WorkerFiles#evidence}); may be
 *     empty
 */
public record WorkerDeath(int worker, long pid, ExitStatus exit, boolean greeted, Exception problem, String logTail) {

    /** A worker for which there was not even a thread. */
    public static WorkerDeath neverStarted(int worker, Throwable reason) {
        return new WorkerDeath(worker, 0, null, false, new IOException(reason.toString(), reason), "");
    }

    /** A worker that was a thread. @param why it is none any more */
    public static WorkerDeath ofThread(int worker, String why) {
        return new WorkerDeath(worker, 0, null, true, new IOException(why), "");
    }

    /** {@code worker 3 (pid 4711) ended with exit code 137 (SIGKILL)}, without a period. */
    public String describe() {
        if (exit == null) {
            return "worker " + worker + (greeted ? " has ended: " : " could not be started: ")
                    + withoutPeriod(problemWithCause());
        }
        return "worker " + worker + " (pid " + pid + ") ended with " + exit.describe()
                + (greeted ? "" : " before it was ready")
                + (problem == null ? "" : ": " + withoutPeriod(String.valueOf(problem.getMessage())));
    }

    /** Why a process cannot be started stands, from JDK 25 on, in the cause alone. */
    private String problemWithCause() {
        String message = String.valueOf(problem.getMessage());
        String cause = problem.getCause() == null ? null : problem.getCause().getMessage();
        return cause == null || message.contains(cause) ? message : message + ": " + cause;
    }

    /** Whoever uses these words makes a sentence of them. */
    private static String withoutPeriod(String words) {
        return words.endsWith(".") ? words.substring(0, words.length() - 1) : words;
    }

    /** The evidence: likely cause and last lines of the log, each on lines of its own. */
    public String evidence() {
        var text = new StringBuilder();
        if (exit != null && problem == null) {
            exit.likelyCause().ifPresent(cause -> text.append(' ').append(cause));
        }
        text.append(logTail.isEmpty() ? " Its stderr is empty." : " Last lines of its stderr:\n" + logTail.indent(2));
        return text.toString().stripTrailing();
    }
}
