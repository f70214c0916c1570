package dev.procpool.demo.bench;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/**
 * What a figure is to reach; its value is computed from others.
 *
 * @param what for people
 * @param most whether the limit is the most or the least it may be
 */
public record Goal(String key, String unit, String what, boolean most, double limit) implements Metric {

    private static final String PREFIX = "goals.";

    public static Goal most(String key, String unit, String what, double limit) {
        return new Goal(PREFIX + key, unit, what, true, limit);
    }

    public static Goal least(String key, String unit, String what, double limit) {
        return new Goal(PREFIX + key, unit, what, false, limit);
    }

    public boolean isReached(double value) {
        return most ? value <= limit : value >= limit;
    }

    /** As in {@code at most 0.125}. */
    public String limitText() {
        var number = new DecimalFormat("#,##0.###", DecimalFormatSymbols.getInstance(Locale.ROOT));
        return (most ? "at most " : "at least ") + number.format(limit);
    }

    /** Whether the median of the run has reached it, in words. */
    public String verdict(Samples samples) {
        if (!samples.has(this)) {
            return samples.whyAbsent(this).orElse("not measured");
        }
        return isReached(samples.median(this)) ? "reached" : "NOT reached";
    }
}
