package dev.procpool.demo.peers;

import dev.procpool.demo.bench.Machine;
import dev.procpool.demo.bench.Samples;
import dev.procpool.demo.chart.Panel;
import dev.procpool.demo.chart.Picture;
import dev.procpool.demo.chart.Series;
import dev.procpool.demo.chart.Series.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/** Throughput and latency against the length of the tasks, a curve for each contender. */
final class PeersPicture {

    /** Okabe and Ito's, which colour-blind people can tell apart; in the order of {@link Contender}. */
    private static final List<String> COLOURS = List.of("#0072b2", "#009e73", "#d55e00", "#e69f00", "#cc79a7");

    private static final String IDEAL_COLOUR = "#999999";
    private static final double MICROS_PER_SECOND = 1e6;
    private static final double MICROS_PER_MILLI = 1e3;
    private static final String X_LABEL = "length of a task";

    private final Samples samples;

    PeersPicture(Samples samples) {
        this.samples = samples;
    }

    String svg(int rounds) {
        return Picture.svg(
                "Tasks of different lengths, one worker",
                Machine.inShort() + "; medians of " + rounds + " interleaved rounds; both axes logarithmic",
                List.of(
                        new Panel(
                                "Throughput, all tasks in flight",
                                X_LABEL,
                                PeersPicture::time,
                                "tasks per second",
                                PeersPicture::count,
                                series(CurveFigure.Kind.TASKS, micros -> MICROS_PER_SECOND / micros)),
                        new Panel(
                                "Latency, one task at a time",
                                X_LABEL,
                                PeersPicture::time,
                                "from submit to result, the task included",
                                PeersPicture::time,
                                series(CurveFigure.Kind.RTT, micros -> micros))));
    }

    private List<Series> series(CurveFigure.Kind kind, DoubleUnaryOperator ideal) {
        List<Series> all = new ArrayList<>();
        all.add(new Series(
                "the task alone",
                IDEAL_COLOUR,
                true,
                CurveFigure.TASK_MICROS.stream()
                        .map(micros -> new Point(micros, ideal.applyAsDouble(micros)))
                        .toList()));
        for (Contender contender : Contender.values()) {
            List<Point> points = CurveFigure.of(contender).stream()
                    .filter(figure -> figure.kind() == kind && samples.has(figure))
                    .map(figure -> new Point(figure.taskMicros(), samples.median(figure)))
                    .toList();
            if (!points.isEmpty()) {
                all.add(new Series(contender.title(), COLOURS.get(contender.ordinal()), false, points));
            }
        }
        return all;
    }

    /** Microseconds, in the unit that fits. */
    private static String time(double micros) {
        return micros >= MICROS_PER_MILLI
                ? String.format(Locale.ROOT, "%,.0f ms", micros / MICROS_PER_MILLI)
                : shortest(micros) + " \u00b5s";
    }

    private static String count(double count) {
        return count >= 1 ? String.format(Locale.ROOT, "%,.0f", count) : shortest(count);
    }

    private static String shortest(double value) {
        return value >= 1 ? String.format(Locale.ROOT, "%.0f", value) : Double.toString(value);
    }
}
