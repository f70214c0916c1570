package dev.procpool.demo.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the rounds have measured: one value of each figure a round, or why there is none. One thread only. */
public final class Samples {

    private final Map<Metric, List<Double>> values = new HashMap<>();
    private final Map<Metric, String> absences = new HashMap<>();

    /** @throws IllegalArgumentException if it is not a number, which no measurement gives */
    public void add(Metric figure, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(figure.key() + " must be finite: value=" + value);
        }
        values.computeIfAbsent(figure, any -> new ArrayList<>()).add(value);
    }

    /** This figure cannot be had here; values there may have been are forgotten. */
    public void absent(Metric figure, String reason) {
        values.remove(figure);
        absences.put(figure, reason);
    }

    public boolean has(Metric figure) {
        return values.containsKey(figure);
    }

    /** Why there is no value, if somebody said so. */
    public Optional<String> whyAbsent(Metric figure) {
        return Optional.ofNullable(absences.get(figure));
    }

    /** The middle one of the values; of an even number, the mean of the two in the middle. Only if there are any. */
    public double median(Metric figure) {
        List<Double> sorted = new ArrayList<>(values.get(figure));
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    public double min(Metric figure) {
        return Collections.min(values.get(figure));
    }

    public double max(Metric figure) {
        return Collections.max(values.get(figure));
    }
}
