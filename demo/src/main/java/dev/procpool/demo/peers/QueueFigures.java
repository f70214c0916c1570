package dev.procpool.demo.peers;

import dev.procpool.demo.bench.FreshParent;
import dev.procpool.demo.bench.Measurement;
import dev.procpool.demo.bench.Metric;
import dev.procpool.demo.bench.OneShot;
import dev.procpool.demo.bench.Samples;
import dev.procpool.internal.process.PrivateDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** What waiting tasks take of the parent's heap, in a parent JVM of its own, which {@link QueueMain} is. Measured once. */
final class QueueFigures implements Measurement {

    private static final long HEAP_BYTES_PER_TASK = 3 << 10;
    private static final long HEAP_MARGIN_BYTES = 256L << 20;

    private final FreshParent parent;
    private final PrivateDirectory scratch;
    private final int tasks;
    private final OneShot process = new OneShot("the JVM with waiting tasks");

    /** Null until the warm-up. */
    private String[] said;

    QueueFigures(FreshParent parent, PrivateDirectory scratch, int tasks) {
        this.parent = parent;
        this.scratch = scratch;
        this.tasks = tasks;
    }

    @Override
    public Set<Metric> figures() {
        return Set.of(GoalFigure.QUEUED, GoalFigure.QUEUED_DONE, GoalFigure.QUEUED_HEAP, GoalFigure.QUEUED_OWN);
    }

    @Override
    public void measure(long nanosPerFigure, Samples samples) throws Exception {
        if (said == null) {
            Path gate = scratch.resolve("gate");
            Files.deleteIfExists(gate);
            List<String> options = List.of("-Xmx" + (HEAP_MARGIN_BYTES + tasks * HEAP_BYTES_PER_TASK));
            said = process.run(parent.command(QueueMain.class, options, tasks, gate));
        }
        double heapBytes = Long.parseLong(said[0]);
        double ownBytes = Long.parseLong(said[1]);
        samples.add(GoalFigure.QUEUED, tasks);
        samples.add(GoalFigure.QUEUED_DONE, Long.parseLong(said[2]));
        samples.add(GoalFigure.QUEUED_OWN, ownBytes);
        samples.add(GoalFigure.QUEUED_HEAP, heapBytes / tasks - ownBytes);
    }

    @Override
    public void close() {
        process.close();
    }
}
