package dev.procpool;

/**
 * A line that was printed in a worker: by {@code System.out} or {@code System.err}, by native code, by the JVM itself, or by a
 * process that inherited the worker's streams.
 *
 * <p>A line of more than 64 KiB comes in pieces, and so does one into which another way of printing has put its own.
 *
 * @param pool the pool's name
 * @param worker the worker's number
 * @param task the task that ran when it was printed; 0 if none did. What a thread or process prints that a task has left
 *     behind counts as printed by the task that runs then
 * @param error whether it was printed to standard error
 * @param text the line, without its end
 */
public record OutputLine(String pool, int worker, long task, boolean error, String text) {

    /** {@code [render/3 task 42] text}. */
    public String tagged() {
        return "[" + pool + "/" + worker + (task == 0 ? "" : " task " + task) + "] " + text;
    }
}
