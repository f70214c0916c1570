package dev.procpool.internal.worker;

import dev.procpool.wire.OutputChannel;
import dev.procpool.wire.TaskStack;
import java.util.List;

/**
 * What happens to workers, for each worker in order. Methods may be called on a reader thread, and so must neither run user
 * code, nor write to a pipe, nor wait.
 */
public interface WorkerEvents {

    /**
     * It is up, and does what it is told.
     *
     * @param pid 0 if it is no process of its own
     * @param takesSeveral whether it may be given tasks that wait for their turn there
     */
    void ready(int worker, long pid, boolean takesSeveral);

    /** What it has said of its tasks, in this order: all that was at hand. */
    void reported(int worker, List<TaskReport> reports);

    /** It could not decode the task, which has not run. */
    void undecodable(int worker, long taskId);

    /** Where the task is, or was just before it was interrupted. */
    void stack(int worker, long taskId, TaskStack stack);

    void progress(int worker, long taskId, long done, long total);

    /** @param taskId the task that printed it, or 0 */
    void output(int worker, long taskId, OutputChannel channel, byte[] text);

    /** The last event of a worker: it has ended, or never was. */
    void died(int worker, WorkerDeath death);
}
