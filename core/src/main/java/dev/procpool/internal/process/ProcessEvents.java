package dev.procpool.internal.process;

import dev.procpool.codec.FallbackCodec.Encoded;
import dev.procpool.internal.worker.WorkerDeath;
import dev.procpool.wire.Failure;
import dev.procpool.wire.OutputChannel;
import dev.procpool.wire.TaskStack;

/**
 * What happens to one worker, in order. Every method is called by who has the {@link ReadingRole}, and so must
 * neither run user code, nor write to a pipe, nor wait.
 */
interface ProcessEvents {

    /** The process runs; it has yet to be told its settings. */
    void launched(WorkerProcess worker);

    /** The worker has said hello and takes tasks. @param takesSeveral whether they may wait for their turn there */
    void ready(WorkerProcess worker, boolean takesSeveral);

    void started(WorkerProcess worker, long taskId);

    void result(WorkerProcess worker, long taskId, Encoded value, boolean retained, int ranLog2Nanos);

    void failure(WorkerProcess worker, long taskId, Failure failure);

    void undecodable(WorkerProcess worker, long taskId);

    /** @param taskId the task that printed it, or 0 */
    void output(WorkerProcess worker, long taskId, OutputChannel channel, byte[] text);

    /** Where the task was just before it was interrupted; empty if it did not run any more. */
    void stack(WorkerProcess worker, long taskId, TaskStack stack);

    void progress(WorkerProcess worker, long taskId, long done, long total);

    /** Nothing more is at hand. */
    void pause(WorkerProcess worker);

    /** The last event: the process has ended, or never was. */
    void died(WorkerProcess worker, WorkerDeath death);
}
