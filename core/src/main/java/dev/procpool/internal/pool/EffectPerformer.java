package dev.procpool.internal.pool;

import dev.procpool.internal.process.WorkerDeath;
import dev.procpool.wire.Failure;
import java.util.List;

/**
 * Does what {@link PoolState} has decided; one method for each {@link Effect}. Called without the dispatcher's lock, on
 * any thread, a worker's reader thread among them: so nothing here may run user code or block where it is called; it
 * moves to another thread for that.
 */
interface EffectPerformer {

    void launch(int worker);

    void retryStartLater();

    void sendTask(int worker, PendingTask task);

    void sendAgainWithJdk(int worker, PendingTask task);

    void interrupt(int worker, PendingTask task);

    void release(int worker, long taskId);

    void resend(int worker, long taskId);

    void awaitResend(int worker, long taskId);

    void stop(int worker);

    void kill(int worker);

    void armTimeout(PendingTask task);

    void complete(int worker, PendingTask task, Answer answer);

    void failCrashed(PendingTask task, WorkerDeath death, Failure lastWords);

    void failTimedOut(int worker, PendingTask task, long ranNanos);

    void failUndecodable(PendingTask task, Exception reason);

    void cancel(List<PendingTask> tasks);

    void breakPool(List<PendingTask> tasks, WorkerDeath lastDeath);

    void terminate();
}
