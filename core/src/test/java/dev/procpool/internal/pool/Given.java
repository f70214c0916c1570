package dev.procpool.internal.pool;

import dev.procpool.TestFutures;
import dev.procpool.codec.FallbackCodec;
import dev.procpool.codec.FallbackCodec.Encoded;
import dev.procpool.internal.pool.AttemptEnd.Crashed;
import dev.procpool.internal.pool.AttemptEnd.TimedOut;
import dev.procpool.internal.worker.Answer;
import dev.procpool.internal.worker.ExitStatus;
import dev.procpool.internal.worker.WorkerDeath;
import dev.procpool.wire.Failure;
import dev.procpool.wire.TaskStack;
import java.util.List;
import java.util.function.UnaryOperator;

/** The nouns of the pool's tests: tasks, answers, deaths. Pools are made by {@link PoolShape}. */
final class Given {

    static final List<Effect> NOTHING = List.of();

    /** When tasks begin. */
    static final long NOW = 1_000_000;

    /** Where a task hung. */
    static final TaskStack STACK = new TaskStack(List.of(new StackTraceElement("a.B", "hang", "B.java", 7)));

    private static final byte JDK = 1;
    private static final int SIGKILL = 137;

    private Given() {}

    /** A pool whose workers 1 to n are ready. */
    static PoolState poolOf(int workers) {
        return PoolShape.of(workers).greeted();
    }

    /** A pool of one worker that has begun with this task. */
    static PoolState poolRunning(PendingTask task) {
        PoolState pool = poolOf(1);
        pool.submitted(task);
        pool.taskStarted(1, task.id(), NOW);
        return pool;
    }

    static PendingTask task(long id) {
        return task(id, 0);
    }

    static PendingTask task(long id, long timeoutNanos) {
        return task(id, timeoutNanos, 0);
    }

    static PendingTask task(long id, long timeoutNanos, int retries) {
        return task(id, timeoutNanos, retries, null, 1);
    }

    /** One that takes so much of the queue. */
    static PendingTask taskOf(long id, int bytes) {
        return task(id, 0, 0, null, bytes);
    }

    /** One for one worker. @param broadcast the same object for the tasks that go to the others */
    static PendingTask broadcastTask(long id, Broadcast broadcast) {
        return task(id, 0, 0, broadcast, 1);
    }

    static PendingTask task(long id, long timeoutNanos, int retries, Broadcast broadcast, int bytes) {
        return new PendingTask(
                TestFutures.withId(id),
                "the task's object " + id,
                FallbackCodec.jdkOnly(),
                new Encoded(JDK, new byte[bytes]),
                timeoutNanos,
                retries,
                broadcast,
                new Throwable("submit site"),
                UnaryOperator.identity(),
                printed -> {});
    }

    /** @param id negative */
    static Initializer initializer(long id, boolean breaksPool) {
        return new Initializer(
                id,
                "the initializer's object " + id,
                FallbackCodec.jdkOnly(),
                new Encoded(JDK, new byte[] {1}),
                breaksPool);
    }

    static Answer value() {
        return new Answer.Value(new Encoded(JDK, new byte[] {42}), false);
    }

    static Answer retainedValue() {
        return new Answer.Value(new Encoded((byte) 2, new byte[] {42}), true);
    }

    static Answer.Failed failed(Failure.Kind kind) {
        return new Answer.Failed(new Failure(kind, "java.lang.X", "message", "\tat x\n", (byte) 0, new byte[0]));
    }

    static WorkerDeath death(int worker) {
        return new WorkerDeath(worker, 4700 + worker, new ExitStatus(SIGKILL), true, null, "");
    }

    /** Of a worker that never said hello. */
    static WorkerDeath notReady(int worker) {
        return new WorkerDeath(worker, 4700 + worker, new ExitStatus(1), false, null, "");
    }

    /** How an attempt ended that its worker had begun. */
    static Crashed crashed(int number, WorkerDeath death) {
        return new Crashed(number, death, true, null);
    }

    static TimedOut timedOut(int number, int worker, PendingTask task, long ranNanos, TaskStack stack) {
        return new TimedOut(number, worker, task.timeoutNanos(), ranNanos, stack);
    }
}
