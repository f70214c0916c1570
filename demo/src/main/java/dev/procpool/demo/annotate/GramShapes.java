package dev.procpool.demo.annotate;

import java.util.ArrayList;
import java.util.List;

/**
 * Which substrings of a word's surroundings may serve as indicators, and from which window on; none is longer than
 * three characters. In every window: those that overlap the word and reach beyond it. In the wider ones also strings
 * of Han characters apart from the word, whatever their distance.
 *
 * <p>The shapes stand in the order of the window that needs them first, so each window's shapes are a prefix.
 */
final class GramShapes {
    /** Characters before and after the word that an indicator may lie in: N, N+3 .. M of the published method. */
    static final int[] WINDOWS = {2, 5, 8};

    static final int REACH = WINDOWS[WINDOWS.length - 1];
    private static final int MAX_GRAM = 3;

    private static final GramShapes[] BY_WORD_LENGTH = {null, new GramShapes(1), new GramShapes(2)};

    private record Shape(int start, int end) {}

    private final int wordLength;
    private final List<Shape> shapes = new ArrayList<>();
    private final int touching;
    private final int[] sizes = new int[WINDOWS.length];

    private GramShapes(int wordLength) {
        this.wordLength = wordLength;
        addTouching(WINDOWS[0]);
        touching = shapes.size();
        sizes[0] = shapes.size();
        for (int window = 1, from = 0; window < WINDOWS.length; from = WINDOWS[window++]) {
            for (int distance = from; distance < WINDOWS[window]; distance++) {
                addApart(distance);
            }
            sizes[window] = shapes.size();
        }
    }

    static GramShapes forWordOf(int length) {
        return BY_WORD_LENGTH[length];
    }

    private void addTouching(int reach) {
        int wordEnd = REACH + wordLength;
        for (int start = REACH - reach; start < wordEnd; start++) {
            for (int end = REACH + 1; end <= wordEnd + reach; end++) {
                boolean insideWord = start >= REACH && end <= wordEnd;
                if (end > start && end - start <= MAX_GRAM && !insideWord) {
                    shapes.add(new Shape(start, end));
                }
            }
        }
    }

    /** Those that lie apart from the word, their far end at this distance. */
    private void addApart(int distance) {
        int before = REACH - 1 - distance;
        int after = REACH + wordLength + distance;
        for (int length = 1; length <= Math.min(MAX_GRAM, distance + 1); length++) {
            shapes.add(new Shape(before, before + length));
            shapes.add(new Shape(after + 1 - length, after + 1));
        }
    }

    /** Characters of the surroundings that {@link #gram} expects: {@link #REACH}, the word, {@link #REACH}. */
    int width() {
        return 2 * REACH + wordLength;
    }

    int size(int window) {
        return sizes[window];
    }

    /** As {@link #size}, for a window given in characters. */
    int sizeOf(int windowChars) {
        int window = 0;
        while (WINDOWS[window] < windowChars) {
            window++;
        }
        return sizes[window];
    }

    /** The packed substring, or 0 where the poem ends before it or it says nothing. */
    long gram(char[] around, int shape) {
        Shape s = shapes.get(shape);
        boolean apart = shape >= touching;
        long gram = 0;
        for (int i = s.start; i < s.end; i++) {
            if (around[i] == CorpusIndex.BOUNDARY || apart && !CharTable.isHan(around[i])) {
                return 0;
            }
            gram = Packed.append(gram, around[i]);
        }
        return gram;
    }

    /** Blanks everything beyond the poem that the word, in the middle, stands in. */
    void clip(char[] around) {
        boolean outside = false;
        for (int i = REACH - 1; i >= 0; i--) {
            outside |= around[i] == CorpusIndex.BOUNDARY;
            around[i] = outside ? CorpusIndex.BOUNDARY : around[i];
        }
        outside = false;
        for (int i = REACH + wordLength; i < around.length; i++) {
            outside |= around[i] == CorpusIndex.BOUNDARY;
            around[i] = outside ? CorpusIndex.BOUNDARY : around[i];
        }
    }
}
