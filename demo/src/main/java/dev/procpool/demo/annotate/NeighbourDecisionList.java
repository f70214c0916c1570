package dev.procpool.demo.annotate;

import dev.procpool.demo.annotate.AmbiguousChars.Readings;
import dev.procpool.shared.SharedInts;
import java.util.List;

/**
 * The baseline to beat, after Yarowsky (1994): for each ambiguous character a list of its neighbours, ordered by
 * log-likelihood ratio; the first that matches decides. Ratios are smoothed by adding one, the best of 0.05, 0.1, 0.3
 * and 1 as measured.
 */
final class NeighbourDecisionList implements CharAnnotator {
    private static final double SMOOTHING = 1;
    private static final int READING_BITS = 5;
    private static final int READING_MASK = (1 << READING_BITS) - 1;

    /** Where the one or two neighbours stand, seen from the character. */
    private record Feature(int first, int second) {
        static final int NONE = 0;
    }

    private static final List<Feature> SINGLE = List.of(new Feature(-1, Feature.NONE), new Feature(1, Feature.NONE));
    private static final List<Feature> DOUBLE =
            List.of(SINGLE.get(0), SINGLE.get(1), new Feature(-1, -2), new Feature(1, 2), new Feature(-1, 1));

    private final AmbiguousChars chars;
    private final List<Feature> features;
    private final LongCounter counts = new LongCounter();

    private NeighbourDecisionList(CorpusIndex index, AmbiguousChars chars, List<Feature> features) {
        this.chars = chars;
        this.features = features;
        CharSequence text = new BaseText(index.cells());
        for (int at = 0; at < text.length(); at++) {
            Readings readings = chars.readings(text.charAt(at));
            if (readings != null) {
                count(text, at, numberOf(index.answer(at), readings));
            }
        }
    }

    /** With neighbouring characters alone, and with pairs of them too: which is better depends on the corpus. */
    static List<NeighbourDecisionList> variants(CorpusIndex index, AmbiguousChars chars) {
        return List.of(
                new NeighbourDecisionList(index, chars, SINGLE), new NeighbourDecisionList(index, chars, DOUBLE));
    }

    private static int numberOf(char answer, Readings readings) {
        int number = 0;
        while (readings.answers()[number] != answer) {
            number++;
        }
        if (number > READING_MASK) {
            throw new IllegalStateException("too many readings: " + readings.answers().length);
        }
        return number;
    }

    private void count(CharSequence text, int at, int reading) {
        for (int f = 0; f < features.size(); f++) {
            counts.add(key(text, at, f) << READING_BITS | reading);
        }
    }

    /** Three bits for the feature, 48 for the characters; five more remain for the reading. */
    private long key(CharSequence text, int at, int f) {
        Feature feature = features.get(f);
        long key = Packed.append(f + 1, text.charAt(at));
        key = Packed.append(key, charAt(text, at + feature.first));
        return Packed.append(key, feature.second == Feature.NONE ? '\0' : charAt(text, at + feature.second));
    }

    private static char charAt(CharSequence text, int at) {
        return at < 0 || at >= text.length() ? CorpusIndex.BOUNDARY : text.charAt(at);
    }

    @Override
    public char annotate(CharSequence text, int at) {
        Readings readings = chars.readings(text.charAt(at));
        int best = 0;
        // The logarithm keeps the order, so the ratio itself does; 1 is a toss-up, where the majority holds.
        double bestRatio = 1;
        for (int f = 0; f < features.size(); f++) {
            long key = key(text, at, f) << READING_BITS;
            int sum = 0;
            int most = 0;
            int mostReading = 0;
            for (int reading = 0; reading < readings.answers().length; reading++) {
                int count = counts.count(key | reading);
                sum += count;
                if (count > most) {
                    most = count;
                    mostReading = reading;
                }
            }
            double ratio = (most + SMOOTHING) / (sum - most + SMOOTHING);
            if (ratio > bestRatio) {
                bestRatio = ratio;
                best = mostReading;
            }
        }
        return readings.answers()[best];
    }

    /** The corpus as one text. */
    private record BaseText(SharedInts cells) implements CharSequence {
        @Override
        public int length() {
            return Math.toIntExact(cells.length());
        }

        @Override
        public char charAt(int index) {
            return (char) (cells.get(index) >>> Character.SIZE);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            throw new UnsupportedOperationException();
        }
    }
}
