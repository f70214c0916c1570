package dev.procpool.demo.bench;

import java.util.Set;

/** Measures one figure: 0 in the warm-up, then 1, 2 and so on. */
class FakeMeasurement implements Measurement {

    private final Figure figure;
    private int rounds;
    private int closings;

    FakeMeasurement(Figure figure) {
        this.figure = figure;
    }

    @Override
    public Set<Figure> figures() {
        return Set.of(figure);
    }

    @Override
    public void measure(long nanosPerFigure, Samples samples) throws Exception {
        samples.add(figure, rounds++);
    }

    int rounds() {
        return rounds;
    }

    @Override
    public void close() {
        closings++;
    }

    boolean isClosed() {
        return closings > 0;
    }
}
