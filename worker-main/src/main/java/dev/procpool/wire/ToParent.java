package dev.procpool.wire;

import dev.procpool.bulk.Bulk;
import java.io.IOException;

/** Everything a worker says to its parent. */
public interface ToParent {

    /** The first message: this worker has loaded what it needs and takes tasks. */
    void hello(Hello hello) throws IOException;

    /** The worker has begun to work on this task; from here on its death is this task's failure. */
    void started(long taskId) throws IOException;

    /**
     * The task's value.
     *
     * @param bulk the arrays that the body refers to
     * @param retained whether the worker keeps the object until it hears RESEND or RELEASE
     * @param ranLog2Nanos how long the task ran: not longer than 2 to the power of this; 0 to 63
     */
    void result(long taskId, byte codec, byte[] body, Bulk bulk, boolean retained, int ranLog2Nanos) throws IOException;

    /** A value without arrays beside it. */
    default void result(long taskId, byte codec, byte[] body, boolean retained) throws IOException {
        result(taskId, codec, body, Bulk.NONE, retained, 0);
    }

    /** The task has no value, and why. */
    void failure(long taskId, Failure failure) throws IOException;

    /** The body cannot be decoded with its codec; the task has not run and the parent sends it again with the JDK codec. */
    void undecodable(long taskId) throws IOException;

    /**
     * Text that was printed to {@code System.out} or {@code System.err}.
     *
     * @param taskId the task that ran when it was printed, or 0
     * @param text whole lines where possible, in UTF-8 as far as it was printed as characters
     */
    void output(long taskId, OutputChannel channel, byte[] text) throws IOException;

    /**
     * Text that was printed past them: by the JVM, by native code, by another process that inherited the descriptor.
     *
     * @param taskId the task that ran when the worker found it, or 0
     * @param end how far the worker has read the file behind the descriptor: the parent goes on from here if it dies
     * @param text whole lines where possible; does not end inside a character, unless nothing more came in its task
     */
    void nativeOutput(long taskId, OutputChannel channel, long end, byte[] text) throws IOException;

    /** Where the task is, taken just before it was interrupted; empty if it did not run any more. */
    void stack(long taskId, TaskStack stack) throws IOException;

    /** How far the task says it is, in units of its own. */
    void progress(long taskId, long done, long total) throws IOException;
}
