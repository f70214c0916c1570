package dev.procpool.demo.bench;

import java.util.List;
import java.util.Locale;

/** The figures for people. */
public final class BenchTable {

    private static final String ROW = "%-40s %12s %-5s %25s  %s%n";

    private BenchTable() {}

    /** A row for each of them, with what it is to be seen beside, or why there is none. */
    public static String text(List<? extends Metric> figures, BenchPlan plan, Samples samples) {
        var text = new StringBuilder();
        text.append(String.format(ROW, "figure", "median", "unit", "min..max of " + plan.rounds() + " rounds", ""));
        for (Metric figure : figures) {
            text.append(samples.has(figure) ? measured(figure, samples) : absent(figure, samples));
        }
        return text.toString();
    }

    private static String measured(Metric figure, Samples samples) {
        return String.format(
                ROW,
                figure.key(),
                number(samples.median(figure)),
                figure.unit(),
                number(samples.min(figure)) + ".." + number(samples.max(figure)),
                besideFloor(figure, samples));
    }

    private static String besideFloor(Metric figure, Samples samples) {
        Metric floor = figure.floor();
        return floor == null || !samples.has(floor)
                ? ""
                : number(samples.median(figure) / samples.median(floor)) + " x " + floor.key();
    }

    private static String absent(Metric figure, Samples samples) {
        String why = samples.whyAbsent(figure).orElse("not measured");
        return String.format(ROW, figure.key(), "-", figure.unit(), "", why);
    }

    /** Four digits or so, whatever the size. */
    public static String number(double value) {
        double size = Math.abs(value);
        String format = size >= 1000 ? "%,.0f" : size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }
}
