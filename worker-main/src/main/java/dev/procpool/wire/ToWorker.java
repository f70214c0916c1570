package dev.procpool.wire;

import dev.procpool.bulk.Bulk;
import java.io.IOException;

/** Everything a parent says to a worker. */
public interface ToWorker {

    /** The first message, and sent once: how this worker is to work. */
    void configure(WorkerSettings settings) throws IOException;

    /**
     * Run this task. The worker answers STARTED, then RESULT, FAILURE or UNDECODABLE.
     *
     * @param taskId positive for a task; negative for an initializer, which is run as a task is
     * @param attempt how often the task has been sent to a worker that could begin with it, this time included: 1 to 255
     * @param timed whether the worker is to say at once that it has begun; else it may say so with the next it sends
     * @param bulk the arrays that the body refers to
     */
    void task(long taskId, int attempt, boolean timed, byte codec, byte[] body, Bulk bulk) throws IOException;

    /** A task without arrays beside it, and without a time limit. */
    default void task(long taskId, int attempt, byte codec, byte[] body) throws IOException {
        task(taskId, attempt, false, codec, body, Bulk.NONE);
    }

    /**
     * Forget this attempt at a task if it has not started. If it runs, {@code kind} tells what to do; once it has ended,
     * nothing: a later attempt, which may come to the same worker, is none of its business.
     */
    void cancel(long taskId, int attempt, CancelKind kind) throws IOException;

    /** The parent could not decode a retained result: send it again with the JDK codec. */
    void resend(long taskId) throws IOException;

    /** The parent has decoded a retained result: the worker may let go of it. */
    void release(long taskId) throws IOException;

    /** Finish what was sent before this, then exit with code 0. */
    void stop() throws IOException;
}
