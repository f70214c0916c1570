package dev.procpool.demo.peers;

import dev.procpool.demo.bench.Measurement;
import dev.procpool.demo.bench.Metric;
import dev.procpool.demo.bench.Samples;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A contender's figures: those of a peer, and the points of its curves. */
final class ContenderMeasurement implements Measurement {

    private static final long NANOS_PER_MICRO = 1_000;
    private static final int MIN_BATCH = 4;
    private static final int MAX_BATCH = 2_000;

    private final Contender contender;
    private final List<PeerFigure> figures;
    private final Runner runner;
    private final PeersPlan plan;

    /** @param figures none for one whose own figures are measured elsewhere */
    ContenderMeasurement(Contender contender, List<PeerFigure> figures, Runner runner, PeersPlan plan) {
        this.contender = contender;
        this.figures = figures;
        this.runner = runner;
        this.plan = plan;
    }

    @Override
    public String name() {
        return contender.title();
    }

    @Override
    public Set<Metric> figures() {
        return Stream.concat(figures.stream(), CurveFigure.of(contender).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void measure(long nanosPerFigure, Samples samples) throws Exception {
        for (PeerFigure figure : figures) {
            samples.add(figure, value(figure.kind(), nanosPerFigure));
        }
        for (CurveFigure point : CurveFigure.of(contender)) {
            samples.add(point, value(point));
        }
    }

    private double value(PeerFigure.Kind kind, long forNanos) throws Exception {
        return switch (kind) {
            case RTT -> runner.rttMicros(forNanos, 0);
            case TASKS -> runner.tasksPerSecond(forNanos, plan.bench().batchTasks(), 0);
            case MAP -> runner.mapPerSecond(plan.bench().mapInputs());
            case FIRST_RESULT -> throw new IllegalArgumentException("measured in a fresh process: " + kind);
        };
    }

    private double value(CurveFigure point) throws Exception {
        long forNanos = plan.curveNanos();
        return switch (point.kind()) {
            case RTT -> runner.rttMicros(forNanos, point.taskMicros());
            case TASKS -> runner.tasksPerSecond(forNanos, batch(point.taskMicros()), point.taskMicros());
        };
    }

    /** As many as the time suffices for, the tasks' own time alone considered; at most what slow peers can do. */
    private int batch(int taskMicros) {
        long fitting = plan.curveNanos() / (taskMicros * NANOS_PER_MICRO);
        int most = Math.min(MAX_BATCH, plan.bench().batchTasks());
        return (int) Math.max(MIN_BATCH, Math.min(most, fitting));
    }

    @Override
    public void close() {
        runner.close();
    }
}
