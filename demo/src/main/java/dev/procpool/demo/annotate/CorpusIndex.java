package dev.procpool.demo.annotate;

import dev.procpool.shared.SharedInts;
import dev.procpool.shared.SharedSections;
import dev.procpool.shared.SharedStrings;
import java.io.Serializable;

/**
 * The large precalculated data every task reads: four sections of one file that all processes map. A task that captures
 * it carries four handles of some 150 bytes each.
 *
 * <pre>
 *   cells      one per position of the text:   base character << 16 | answer character
 *   words      in order of first sight
 *   offsets    one per word, and one more:     where the word's postings begin
 *   postings   positions of a word's occurrences, ascending
 * </pre>
 *
 * A word is a character, or a pair of neighbours, whose answer is not always the base text itself. A posting stands
 * wherever the string occurs: any Han character may start a word, so words overlap and no dictionary is needed. Base
 * text, answer and word starts are all in the cell; {@link #BOUNDARY} cells separate the poems.
 */
public record CorpusIndex(SharedInts cells, SharedStrings words, SharedInts offsets, SharedInts postings)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** To be raised whenever the same poems come to give another file: it is part of the {@link IndexKey}. */
    static final int FORMAT = 1;

    static final char BOUNDARY = '\n';

    static final String CELLS = "cells";
    static final String WORDS = "words";
    static final String OFFSETS = "offsets";
    static final String POSTINGS = "postings";

    /** @param sections as {@link IndexBuilder} adds them */
    static CorpusIndex of(SharedSections sections) {
        return new CorpusIndex(
                sections.get(CELLS, SharedInts.class),
                sections.get(WORDS, SharedStrings.class),
                sections.get(OFFSETS, SharedInts.class),
                sections.get(POSTINGS, SharedInts.class));
    }

    public int wordCount() {
        return Math.toIntExact(words.length());
    }

    /** How often the word occurs: known before any work, and what the work grows with. */
    public int occurrences(int word) {
        return offsets.get(word + 1L) - offsets.get(word);
    }

    /** Where the word occurs, ascending. */
    int[] positions(int word) {
        int[] positions = new int[occurrences(word)];
        postings.copyTo(offsets.get(word), positions, 0, positions.length);
        return positions;
    }

    public String word(int word) {
        return words.get(word);
    }

    char base(long position) {
        return (char) (cells.get(position) >>> Character.SIZE);
    }

    char answer(long position) {
        return (char) cells.get(position);
    }

    static int cell(char base, char answer) {
        return base << Character.SIZE | answer;
    }
}
