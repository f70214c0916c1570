package dev.procpool.demo.annotate;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * All occurrences of one word: which reading each has, and which numbered substrings surround it. A substring that
 * comes twice in one context is listed once.
 */
final class Contexts {
    static final int NO_GRAM = -1;

    private final int count;
    private final GramShapes shapes;
    private final int rowLength;
    /** The answers seen, packed, the most frequent first. */
    private final long[] readings;

    private final byte[] readingOf;
    private final int majority;
    /** Row by row: the gram of each shape in each context. */
    private final int[] grams;

    private final long[] gramTexts;

    private Contexts(CorpusIndex index, int word) {
        int[] positions = index.positions(word);
        count = positions.length;
        int wordLength = index.word(word).length();
        shapes = GramShapes.forWordOf(wordLength);
        rowLength = shapes.size(GramShapes.WINDOWS.length - 1);
        long[] answers = answers(index, positions, wordLength);
        readings = byFrequency(answers);
        if (readings.length > Byte.MAX_VALUE) {
            throw new IllegalStateException("too many readings: word=" + index.word(word) + ", " + readings.length);
        }
        readingOf = new byte[count];
        grams = new int[readings.length == 1 ? 0 : count * rowLength];
        for (int i = 0; i < count; i++) {
            readingOf[i] = (byte) indexOf(readings, answers[i]);
        }
        majority = (int)
                Arrays.stream(answers).filter(answer -> answer == readings[0]).count();
        gramTexts = readings.length == 1 ? new long[0] : collectGrams(index, positions);
    }

    static Contexts of(CorpusIndex index, int word) {
        return new Contexts(index, word);
    }

    private static long[] answers(CorpusIndex index, int[] positions, int wordLength) {
        long[] answers = new long[positions.length];
        for (int i = 0; i < answers.length; i++) {
            for (int c = 0; c < wordLength; c++) {
                answers[i] = Packed.append(answers[i], index.answer(positions[i] + c));
            }
        }
        return answers;
    }

    private static long[] byFrequency(long[] answers) {
        long[] sorted = answers.clone();
        Arrays.sort(sorted);
        long[] distinct = Arrays.stream(sorted).distinct().toArray();
        int[] counts = new int[distinct.length];
        for (long answer : answers) {
            counts[Arrays.binarySearch(distinct, answer)]++;
        }
        return IntStream.range(0, distinct.length)
                .boxed()
                // The sort is stable: of equally frequent readings the smaller code point comes first, always.
                .sorted((a, b) -> Integer.compare(counts[b], counts[a]))
                .mapToLong(i -> distinct[i])
                .toArray();
    }

    private static int indexOf(long[] values, long value) {
        int i = 0;
        while (values[i] != value) {
            i++;
        }
        return i;
    }

    private long[] collectGrams(CorpusIndex index, int[] positions) {
        LongTable numbers = new LongTable(count * 4);
        char[] around = new char[shapes.width()];
        for (int i = 0; i < count; i++) {
            long from = positions[i] - (long) GramShapes.REACH;
            for (int c = 0; c < around.length; c++) {
                long at = from + c;
                around[c] = at < 0 || at >= index.cells().length() ? CorpusIndex.BOUNDARY : index.base(at);
            }
            shapes.clip(around);
            fillRow(i * rowLength, around, numbers);
        }
        return numbers.keysByNumber();
    }

    private void fillRow(int row, char[] around, LongTable numbers) {
        for (int shape = 0; shape < rowLength; shape++) {
            long gram = shapes.gram(around, shape);
            int number = gram == 0 ? NO_GRAM : numbers.findOrAdd(gram);
            for (int earlier = 0; number != NO_GRAM && earlier < shape; earlier++) {
                if (grams[row + earlier] == number) {
                    number = NO_GRAM;
                }
            }
            grams[row + shape] = number;
        }
    }

    int count() {
        return count;
    }

    long[] readings() {
        return readings;
    }

    /** How many contexts have the most frequent reading. */
    int majority() {
        return majority;
    }

    int readingOf(int context) {
        return readingOf[context];
    }

    /** How many shapes {@link #gram} takes for a window: a window's substrings are a prefix of the row. */
    int shapes(int window) {
        return shapes.size(window);
    }

    int gram(int context, int shape) {
        return grams[context * rowLength + shape];
    }

    int gramCount() {
        return gramTexts.length;
    }

    long gramText(int gram) {
        return gramTexts[gram];
    }
}
