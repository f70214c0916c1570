package dev.procpool.internal.pool;

import java.util.HashSet;
import java.util.Set;

/** What tasks have in common that are the same, each for another worker. Guarded by the dispatcher's lock. */
public final class Broadcast {

    /** The workers that one of these tasks was for, by number. */
    private final Set<Integer> workers = new HashSet<>();

    /** What workers run that start later; null for nothing. */
    private Initializer forLaterWorkers;

    /** The number of the last worker that is not a later one; valid if there is something for those. */
    private int lastOfThePresent;

    /** Workers above this number run it before their first task. */
    void forLaterWorkers(Initializer initializer, int lastPresentWorker) {
        forLaterWorkers = initializer;
        lastOfThePresent = lastPresentWorker;
    }

    /** One of its tasks is now for this worker, which need not run it as a later one as well if it has not begun to. */
    void isFor(WorkerRecord worker) {
        workers.add(worker.number);
        boolean running = worker.state() == WorkerState.INITIALIZING && worker.initializers.peek() == forLaterWorkers;
        if (!running) {
            worker.initializers.remove(forLaterWorkers);
        }
    }

    /** Whether this worker has run it, or will. */
    boolean reaches(WorkerRecord worker) {
        return workers.contains(worker.number) || forLaterWorkers != null && worker.number > lastOfThePresent;
    }
}
