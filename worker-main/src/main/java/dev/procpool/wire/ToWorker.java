package dev.procpool.wire;

import java.io.IOException;

/** Everything a parent says to a worker. */
public interface ToWorker {

    /** The first message, and sent once: how this worker is to work. */
    void configure(WorkerSettings settings) throws IOException;

    /** Run this task. The worker answers STARTED, then RESULT, FAILURE or UNDECODABLE. */
    void task(long taskId, byte codec, byte[] body) throws IOException;

    /** Interrupt this task if it is running, forget it if it has not started. Without effect once it has ended. */
    void cancel(long taskId) throws IOException;

    /** The parent could not decode a retained result: send it again with the JDK codec. */
    void resend(long taskId) throws IOException;

    /** The parent has decoded a retained result: the worker may let go of it. */
    void release(long taskId) throws IOException;

    /** Finish what was sent before this, then exit with code 0. */
    void stop() throws IOException;
}
