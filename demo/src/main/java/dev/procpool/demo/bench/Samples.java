package dev.procpool.demo.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the rounds have measured: one value of each figure a round, or why there is none. One thread only. */
final class Samples {

    private final Map<Figure, List<Double>> values = new EnumMap<>(Figure.class);
    private final Map<Figure, String> absences = new EnumMap<>(Figure.class);

    /** @throws IllegalArgumentException if it is not a number, which no measurement gives */
    void add(Figure figure, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(figure.key() + " must be finite: value=" + value);
        }
        values.computeIfAbsent(figure, any -> new ArrayList<>()).add(value);
    }

    /** This figure cannot be had here; values there may have been are forgotten. */
    void absent(Figure figure, String reason) {
        values.remove(figure);
        absences.put(figure, reason);
    }

    boolean has(Figure figure) {
        return values.containsKey(figure);
    }

    /** Why there is no value, if somebody said so. */
    Optional<String> whyAbsent(Figure figure) {
        return Optional.ofNullable(absences.get(figure));
    }

    /** The middle one of the values; of an even number, the mean of the two in the middle. Only if there are any. */
    double median(Figure figure) {
        List<Double> sorted = new ArrayList<>(values.get(figure));
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    double min(Figure figure) {
        return Collections.min(values.get(figure));
    }

    double max(Figure figure) {
        return Collections.max(values.get(figure));
    }
}
