package dev.procpool;

import dev.procpool.internal.pool.MapOutcome;
import dev.procpool.task.RemoteFunction;
import dev.procpool.task.TaskContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;

/** Applies one function to some inputs in this JVM, each for itself: one that throws fails alone. */
record LocalChunk<A>(RemoteFunction<? super A, ?> fn, List<? extends A> inputs) implements Callable<List<MapOutcome>> {

    @Override
    public List<MapOutcome> call() {
        List<MapOutcome> outcomes = new ArrayList<>(inputs.size());
        for (A input : inputs) {
            // An interrupt that is meant for all that is left comes with a cancel.
            if (TaskContext.current().isCancelled()) {
                throw new CancellationException("cancelled after " + outcomes.size() + " of " + inputs.size());
            }
            outcomes.add(apply(input));
        }
        return outcomes;
    }

    private MapOutcome apply(A input) {
        try {
            return new MapOutcome(fn.apply(input), null);
        } catch (Throwable t) {
            return new MapOutcome(null, t);
        }
    }
}
