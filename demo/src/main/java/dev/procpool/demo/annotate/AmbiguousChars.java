package dev.procpool.demo.annotate;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** The characters with more than one reading in the poems learned from, each with its readings and their counts. */
final class AmbiguousChars {
    private final Map<Character, Readings> readings = new HashMap<>();

    /** Readings of one character, the most frequent first. */
    record Readings(char[] answers, int[] counts) {}

    AmbiguousChars(CorpusIndex index) {
        for (int word = 0; word < index.wordCount(); word++) {
            String text = index.word(word);
            if (text.length() == 1) {
                add(text.charAt(0), count(index, word));
            }
        }
    }

    private static Map<Character, Integer> count(CorpusIndex index, int word) {
        Map<Character, Integer> counts = new HashMap<>();
        for (int position : index.positions(word)) {
            counts.merge(index.answer(position), 1, Integer::sum);
        }
        return counts;
    }

    private void add(char base, Map<Character, Integer> counts) {
        if (counts.size() < 2) {
            return;
        }
        int[] answers = counts.keySet().stream()
                .sorted((a, b) -> counts.get(a).equals(counts.get(b)) ? a - b : counts.get(b) - counts.get(a))
                .mapToInt(Character::charValue)
                .toArray();
        char[] sorted = new char[answers.length];
        IntStream.range(0, sorted.length).forEach(i -> sorted[i] = (char) answers[i]);
        int[] sortedCounts =
                IntStream.of(answers).map(a -> counts.get((char) a)).toArray();
        readings.put(base, new Readings(sorted, sortedCounts));
    }

    boolean contains(char base) {
        return readings.containsKey(base);
    }

    Readings readings(char base) {
        return readings.get(base);
    }

    int size() {
        return readings.size();
    }

    /** The baseline that looks at no context: always the most frequent reading. */
    CharAnnotator majority() {
        return (text, at) -> readings.get(text.charAt(at)).answers[0];
    }
}
