package dev.procpool;

/**
 * A line that was printed in a worker.
 *
 * @param pool the pool's name
 * @param worker the worker's number
 * @param task the task that ran when it was printed; 0 if none did, or if it was printed past {@code System.out} and {@code
 *     System.err}
 * @param error whether it was printed to standard error
 * @param text the line, without its end
 */
public record OutputLine(String pool, int worker, long task, boolean error, String text) {

    /** {@code [render/3 task 42] text}. */
    public String tagged() {
        return "[" + pool + "/" + worker + (task == 0 ? "" : " task " + task) + "] " + text;
    }
}
