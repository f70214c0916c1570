package dev.procpool.demo.peers;

import dev.procpool.demo.bench.Goal;
import dev.procpool.demo.bench.Metric;
import dev.procpool.demo.bench.Samples;

/**
 * A goal for one figure, absolute or beside another figure of the same run.
 *
 * @param beside null if the goal is absolute
 */
record PeerGoal(Goal goal, Metric figure, Metric beside) {

    /** Adds the goal's value, or why there is none. */
    void addTo(Samples samples) {
        if (missing(figure, samples) || missing(beside, samples)) {
            return;
        }
        double divisor = beside == null ? 1 : samples.median(beside);
        samples.add(goal, samples.median(figure) / divisor);
    }

    private boolean missing(Metric metric, Samples samples) {
        if (metric == null || samples.has(metric)) {
            return false;
        }
        samples.absent(goal, samples.whyAbsent(metric).orElse("not measured"));
        return true;
    }
}
