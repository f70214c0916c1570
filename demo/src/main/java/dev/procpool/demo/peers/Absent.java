package dev.procpool.demo.peers;

import dev.procpool.demo.bench.Measurement;
import dev.procpool.demo.bench.Metric;
import dev.procpool.demo.bench.Samples;
import java.util.List;
import java.util.Set;

/** In place of a measurement that cannot be made here, which is no failure. */
record Absent(String reason, List<? extends Metric> missing) implements Measurement {

    @Override
    public Set<Metric> figures() {
        return Set.copyOf(missing);
    }

    @Override
    public void measure(long nanosPerFigure, Samples samples) {
        missing.forEach(figure -> samples.absent(figure, reason));
    }

    @Override
    public void close() {}
}
