package dev.procpool.internal.pool;

import dev.procpool.internal.worker.Answer;
import dev.procpool.wire.TaskStack;
import java.util.List;

/**
 * Does what {@link PoolState} has decided; one method for each {@link Effect}. Called without the dispatcher's lock, on
 * any thread, a worker's reader thread among them: so nothing here may run user code or block where it is called; it
 * moves to another thread for that.
 */
interface EffectPerformer {

    void launch(int worker);

    void retryStartLater();

    void initialize(int worker, Initializer initializer, boolean withJdk);

    void reportInitializer(int worker, Initializer initializer, Answer answer);

    void sendTask(int worker, PendingTask task, int attempt);

    void awaitBegin(int worker, long taskId, int attempt);

    void awaitBalance();

    void sendAgainWithJdk(int worker, PendingTask task, int attempt);

    void armTimeout(PendingTask task, int attempt);

    void interrupt(int worker, PendingTask task, int attempt);

    void interruptOverLimit(int worker, PendingTask task, int attempt);

    void forget(int worker, PendingTask task, int attempt);

    void showStack(int worker, PendingTask task, int attempt);

    void reportStack(int worker, long taskId, TaskStack stack);

    void release(int worker, long taskId);

    void resend(int worker, long taskId);

    void awaitResend(int worker, long taskId);

    void awaitAge(int worker);

    void awaitIdle(int worker, long stint);

    void reportRetiring(int worker, String why);

    void stop(int worker);

    void terminate(int worker);

    void kill(int worker);

    void complete(int worker, PendingTask task, Answer answer);

    void fail(PendingTask task, AttemptEnd last);

    void reportRetry(PendingTask task, AttemptEnd lost);

    void failUndecodable(PendingTask task, Exception reason);

    void failBroken(List<PendingTask> tasks, Breakage breakage);

    void cancel(List<PendingTask> tasks);

    void breakPool(Breakage breakage);

    void terminated();
}
