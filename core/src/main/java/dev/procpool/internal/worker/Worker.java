package dev.procpool.internal.worker;

import dev.procpool.wire.CancelKind;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * A place where tasks run, one at a time: a process, or a thread of this JVM. No method waits or runs user code in the
 * calling thread, which may be a reader thread (only {@link #help} is for others); what becomes of it is told to the {@link WorkerEvents}. To a worker that
 * has ended everything is said in vain.
 */
public interface Worker {

    /** Begins to start it; ready or died will follow. */
    void startLater();

    /** Runs a task; started and an answer will follow, or undecodable. */
    void run(Assignment assignment);

    /** Cancels that attempt at a task and no later one, as {@link dev.procpool.wire.ToWorker#cancel}. */
    void cancel(long taskId, int attempt, CancelKind kind);

    /** Lets it forget a result it retains. */
    void release(long taskId);

    /** Asks for a retained result again, in the JDK codec. */
    void resend(long taskId);

    /** Lets it end when it has done what it was given; died will follow. */
    void stop();

    /** Asks it to end now, and gives it a chance to clean up. */
    void terminate();

    /** Ends it, and all processes it has started; died will follow, even if it has not been started yet. */
    void kill();

    /**
     * For a thread that waits for one of its answers: helps it come sooner, for a moment, if that can be done without
     * sleeping.
     *
     * @param done whether there is no need to any more
     */
    void help(BooleanSupplier done);

    /** How much of the machine's memory it occupies; empty if that cannot be told. */
    OptionalLong residentBytes();
}
