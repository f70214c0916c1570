package dev.procpool.demo.annotate;

import dev.procpool.shared.SharedInts;
import java.io.Serializable;
import java.nio.file.Path;

/**
 * The large precalculated data every task reads: four flat rows of ints, so that workers can map them.
 *
 * <pre>
 *   cells      one per position of the text:   base character << 16 | answer character
 *   words      sorted:                         first base character << 16 | second, or 0
 *   offsets    one per word, and one more:     where the word's postings begin
 *   postings   positions of a word's occurrences, ascending
 * </pre>
 *
 * A word is a character, or a pair of neighbours, whose answer is not always the base text itself. A posting stands
 * wherever the string occurs: any Han character may start a word, so words overlap and no dictionary is needed. Base
 * text, answer and word starts are all in the cell; {@link #BOUNDARY} cells separate the poems.
 */
public record CorpusIndex(Ints cells, Ints words, Ints offsets, Ints postings) implements Serializable {
    private static final long serialVersionUID = 1L;

    static final char BOUNDARY = '\n';

    /** The same index in four files of the directory: a handle of a few bytes that every process maps for itself. */
    public CorpusIndex mapped(Path directory) {
        return new CorpusIndex(
                map(directory.resolve("cells"), cells),
                map(directory.resolve("words"), words),
                map(directory.resolve("offsets"), offsets),
                map(directory.resolve("postings"), postings));
    }

    private static Ints map(Path file, Ints values) {
        return Ints.of(SharedInts.write(file, values.toArray()));
    }

    /** The same index as flat arrays on this JVM's own heap. */
    public CorpusIndex copied() {
        return new CorpusIndex(
                Ints.of(cells.toArray()),
                Ints.of(words.toArray()),
                Ints.of(offsets.toArray()),
                Ints.of(postings.toArray()));
    }

    public int wordCount() {
        return Math.toIntExact(words.length());
    }

    /** How often the word occurs: known before any work, and what the work grows with. */
    public int occurrences(int word) {
        return offsets.get(word + 1) - offsets.get(word);
    }

    int position(int word, int occurrence) {
        return postings.get(offsets.get(word) + occurrence);
    }

    public String word(int word) {
        return Packed.text(packedWord(word));
    }

    long packedWord(int word) {
        return unpadded(words.get(word));
    }

    /** The number of a word, or negative. */
    int find(String word) {
        char second = word.length() > 1 ? word.charAt(1) : '\0';
        int entry = padded(word.charAt(0), second);
        int low = 0;
        int high = wordCount() - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            int order = Integer.compareUnsigned(words.get(middle), entry);
            if (order == 0) {
                return middle;
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return -1;
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

    /** A word's entry in the sorted table: always two characters wide, 0 after a single one. */
    static int padded(char first, char second) {
        return first << Character.SIZE | second;
    }

    static long unpadded(int entry) {
        long both = entry & 0xFFFF_FFFFL;
        return (char) both == 0 ? both >>> Character.SIZE : both;
    }
}
