package dev.procpool.internal.pool;

import dev.procpool.internal.pool.Effect.AwaitResend;
import dev.procpool.internal.pool.Effect.Complete;
import dev.procpool.internal.pool.Effect.FailUndecodable;
import dev.procpool.internal.pool.Effect.Release;
import dev.procpool.internal.pool.Effect.Resend;
import dev.procpool.internal.worker.Answer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Results that one worker keeps until we have decoded them: what could not be decoded is asked for once more, in a codec
 * that everybody understands. Guarded by the dispatcher's lock.
 */
final class Deliveries {

    private final int worker;

    /** Tasks whose results are being decoded, by id. */
    private final Map<Long, PendingTask> kept = new HashMap<>();

    /** Tasks whose results we could not decode and have asked for again, by id. */
    private final Map<Long, AskedAgain> askedAgain = new HashMap<>();

    /** @param reason why the first bytes could not be decoded */
    private record AskedAgain(PendingTask task, Exception reason) {}

    Deliveries(int worker) {
        this.worker = worker;
    }

    boolean isEmpty() {
        return kept.isEmpty() && askedAgain.isEmpty();
    }

    boolean isAskedAgain(long taskId) {
        return askedAgain.containsKey(taskId);
    }

    /** The worker has answered, and keeps its result. */
    void keeps(PendingTask task) {
        kept.put(task.id(), task);
    }

    /** @return false if the worker did not keep it */
    boolean decoded(PendingTask task, List<Effect> effects) {
        boolean wasKept = kept.remove(task.id()) != null;
        if (wasKept) {
            effects.add(new Release(worker, task.id()));
        }
        return wasKept;
    }

    /** @param mayAsk whether the worker will hear the question */
    void undecodable(PendingTask task, Exception reason, boolean mayAsk, List<Effect> effects) {
        boolean wasKept = kept.remove(task.id()) != null;
        if (wasKept && mayAsk) {
            askedAgain.put(task.id(), new AskedAgain(task, reason));
            effects.add(new Resend(worker, task.id()));
            effects.add(new AwaitResend(worker, task.id()));
        } else {
            effects.add(new FailUndecodable(task, reason));
        }
    }

    /** The worker has answered a task. @return false if it is not one whose result was asked for again */
    boolean answered(long taskId, Answer answer, List<Effect> effects) {
        AskedAgain asked = askedAgain.remove(taskId);
        if (asked != null) {
            effects.add(new Complete(worker, asked.task, answer));
        }
        return asked != null;
    }

    /** The worker has died; what is being decoded need not be asked for. */
    void lost(List<Effect> effects) {
        askedAgain.values().forEach(asked -> effects.add(new FailUndecodable(asked.task, asked.reason)));
        askedAgain.clear();
        kept.clear();
    }
}
