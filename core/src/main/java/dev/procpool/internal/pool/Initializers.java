package dev.procpool.internal.pool;

import dev.procpool.internal.pool.Effect.Initialize;
import dev.procpool.internal.pool.Effect.Release;
import dev.procpool.internal.pool.Effect.ReportInitializer;
import dev.procpool.internal.worker.Answer;
import dev.procpool.wire.Failure;
import java.util.ArrayList;
import java.util.List;

/**
 * What workers run before their first task: what the user has set for all, then broadcasts that are for later workers, too.
 * A part of {@link PoolState}, and as that without threads, I/O or clock; guarded by the dispatcher's lock.
 */
final class Initializers {

    /** For whoever is launched from now on, in this order. Only ever grows. */
    private final List<Initializer> initializers = new ArrayList<>();

    private final List<Effect> effects;

    /** @param first null for nothing */
    Initializers(Initializer first, List<Effect> effects) {
        if (first != null) {
            initializers.add(first);
        }
        this.effects = effects;
    }

    void add(Initializer last) {
        initializers.add(last);
    }

    List<Initializer> forNewWorker() {
        return initializers;
    }

    /** Has a worker that has said hello run the next. @return false if there is none left */
    boolean runNext(WorkerRecord worker) {
        if (worker.initializers.isEmpty()) {
            return false;
        }
        if (worker.state() == WorkerState.STARTING) {
            worker.moveTo(WorkerState.INITIALIZING);
        }
        effects.add(new Initialize(worker.number, worker.initializers.peek(), false));
        return true;
    }

    /** The worker could not decode it. */
    void runAgainWithJdk(WorkerRecord worker) {
        if (worker.state() == WorkerState.INITIALIZING) {
            effects.add(new Initialize(worker.number, worker.initializers.peek(), true));
        }
    }

    /** An INITIALIZING worker has answered. @return the initializer if it has failed and the pool cannot do without; else null */
    Initializer answered(WorkerRecord worker, Answer answer) {
        Initializer done = worker.initializers.poll();
        if (answer instanceof Answer.Value value && value.retained()) {
            effects.add(new Release(worker.number, done.id()));
        }
        // What it returns is of no interest, and so neither is whether that could travel.
        boolean failed = answer instanceof Answer.Threw
                || answer instanceof Answer.Failed failure
                        && failure.failure().kind() != Failure.Kind.RESULT_NOT_ENCODABLE;
        if (failed && !done.breaksPool()) {
            effects.add(new ReportInitializer(worker.number, done, answer));
        }
        return failed && done.breaksPool() ? done : null;
    }
}
