package dev.procpool;

import dev.procpool.internal.pool.MapOutcome;
import dev.procpool.task.RemoteFunction;
import dev.procpool.task.TaskContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Applies one function to some inputs in this JVM, each for itself: one that throws fails alone. */
record LocalChunk<A>(RemoteFunction<? super A, ?> fn, List<? extends A> inputs) implements Callable<List<MapOutcome>> {

    /** As a task of a pool. */
    @Override
    public List<MapOutcome> call() {
        TaskContext task = TaskContext.current();
        return run(task::isCancelled, task.worker() != 0);
    }

    /** For whoever got it back from {@code shutdownNow}. */
    List<MapOutcome> runHere() {
        return run(() -> false, false);
    }

    /** @param ownThread whether nobody but the pool and its tasks may interrupt this thread */
    private List<MapOutcome> run(BooleanSupplier cancelled, boolean ownThread) {
        List<MapOutcome> outcomes = new ArrayList<>(inputs.size());
        for (A input : inputs) {
            // What the element before has left of an interrupt is nothing to this one, unless it comes with a cancel,
            // which is noted before: then it is meant for all that is left.
            if (ownThread && !outcomes.isEmpty()) {
                Thread.interrupted();
            }
            if (cancelled.getAsBoolean()) {
                throw new CancellationException("cancelled after " + outcomes.size() + " of " + inputs.size());
            }
            outcomes.add(apply(input));
        }
        return outcomes;
    }

    private MapOutcome apply(A input) {
        try {
            return new MapOutcome(fn.apply(input), null);
        } catch (InterruptedException e) {
            // If this is the caller's thread, its own code still wants to know.
            Thread.currentThread().interrupt();
            return new MapOutcome(null, e);
        } catch (Throwable t) {
            return new MapOutcome(null, t);
        }
    }
}
