package dev.procpool.internal.pool;

import dev.procpool.internal.worker.Answer;
import dev.procpool.internal.worker.WorkerDeath;

/** Why a pool can run no more tasks. */
sealed interface Breakage {

    /** Its workers die before they are ready. */
    record NoWorkerStarts(WorkerDeath lastDeath) implements Breakage {}

    /** The pool's own code threw: a bug, or no memory was left. */
    record Fault(Throwable reason) implements Breakage {}

    /** The initializer threw. */
    record InitializerFailed(int worker, Initializer initializer, Answer answer) implements Breakage {}
}
