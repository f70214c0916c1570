package dev.procpool.demo.peers;

import dev.procpool.demo.bench.FreshParent;
import dev.procpool.demo.bench.Measurement;
import dev.procpool.demo.bench.Metric;
import dev.procpool.demo.bench.OneShot;
import dev.procpool.demo.bench.Samples;
import java.util.List;
import java.util.Set;

/** A pool that has worked and has nothing to do now, in a parent JVM of its own, which {@link IdleMain} is. Measured once. */
final class IdleFigures implements Measurement {

    static final int WORKERS = 4;

    private final FreshParent parent;
    private final long idleNanos;
    private final OneShot process = new OneShot("the JVM with an idle pool");

    /** Null until the warm-up. */
    private String[] said;

    IdleFigures(FreshParent parent, long idleNanos) {
        this.parent = parent;
        this.idleNanos = idleNanos;
    }

    @Override
    public Set<Metric> figures() {
        return Set.of(
                GoalFigure.IDLE_TIME,
                GoalFigure.IDLE_CPU,
                GoalFigure.IDLE_WORKERS,
                GoalFigure.IDLE_THREADS,
                GoalFigure.IDLE_REAPERS);
    }

    @Override
    public void measure(long nanosPerFigure, Samples samples) throws Exception {
        if (said == null) {
            said = process.run(parent.command(IdleMain.class, List.of(), WORKERS, idleNanos));
        }
        samples.add(GoalFigure.IDLE_TIME, Long.parseLong(said[0]) / 1e6);
        samples.add(GoalFigure.IDLE_CPU, Long.parseLong(said[1]) / 1e6);
        samples.add(GoalFigure.IDLE_WORKERS, WORKERS);
        samples.add(GoalFigure.IDLE_THREADS, Integer.parseInt(said[2]));
        samples.add(GoalFigure.IDLE_REAPERS, Integer.parseInt(said[3]));
    }

    @Override
    public void close() {
        process.close();
    }
}
