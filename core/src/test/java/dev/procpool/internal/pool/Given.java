package dev.procpool.internal.pool;

import dev.procpool.TestFutures;
import dev.procpool.codec.FallbackCodec;
import dev.procpool.codec.FallbackCodec.Encoded;
import dev.procpool.internal.process.ExitStatus;
import dev.procpool.internal.process.WorkerDeath;
import dev.procpool.wire.Failure;
import java.util.function.UnaryOperator;

/** The nouns of the pool's tests: tasks, answers, deaths. */
final class Given {

    private static final byte JDK = 1;
    private static final int SIGKILL = 137;

    private Given() {}

    static PendingTask task(long id) {
        return task(id, 0);
    }

    static PendingTask task(long id, long timeoutNanos) {
        return new PendingTask(
                TestFutures.withId(id),
                "the task's object " + id,
                FallbackCodec.jdkOnly(),
                new Encoded(JDK, new byte[] {1}),
                timeoutNanos,
                new Throwable("submit site"),
                UnaryOperator.identity());
    }

    static Answer value() {
        return new Answer.Value(JDK, new byte[] {42}, false);
    }

    static Answer retainedValue() {
        return new Answer.Value((byte) 2, new byte[] {42}, true);
    }

    static Answer.Failed failed(Failure.Kind kind) {
        return new Answer.Failed(new Failure(kind, "java.lang.X", "message", "\tat x\n", (byte) 0, new byte[0]));
    }

    static WorkerDeath death(int worker) {
        return new WorkerDeath(worker, 4700 + worker, new ExitStatus(SIGKILL), true, null, "");
    }
}
