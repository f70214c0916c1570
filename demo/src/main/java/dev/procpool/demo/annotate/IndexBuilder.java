package dev.procpool.demo.annotate;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Lays out the poems as cells, finds the words among them, and lists where each occurs. */
final class IndexBuilder {
    /** Below this a pair's own contexts say nothing; its characters' rules decide. */
    static final int MIN_PAIR_OCCURRENCES = 4;

    private final int[] cells;
    /** Every candidate word, numbered in order of first sight. */
    private final LongTable numbers = new LongTable(1 << 16);

    private int[] counts = new int[1 << 16];
    private int[] firstAnswers = new int[1 << 16];
    private boolean[] ambiguous = new boolean[1 << 16];

    private IndexBuilder(int[] cells) {
        this.cells = cells;
    }

    static CorpusIndex build(List<Poem> poems, CharTable table) {
        IndexBuilder builder = new IndexBuilder(layOut(poems, table));
        builder.count();
        return builder.index();
    }

    private static int[] layOut(List<Poem> poems, CharTable table) {
        int boundary = CorpusIndex.cell(CorpusIndex.BOUNDARY, CorpusIndex.BOUNDARY);
        int length = Math.toIntExact(
                poems.stream().mapToLong(poem -> poem.text().length() + 1L).sum() + 1);
        int[] cells = new int[length];
        cells[0] = boundary;
        int next = 1;
        for (Poem poem : poems) {
            String text = poem.text();
            for (int i = 0; i < text.length(); i++) {
                cells[next++] = CorpusIndex.cell(table.simplified(text.charAt(i)), text.charAt(i));
            }
            cells[next++] = boundary;
        }
        return cells;
    }

    private char base(int position) {
        return (char) (cells[position] >>> Character.SIZE);
    }

    private char answer(int position) {
        return (char) cells[position];
    }

    private void count() {
        for (int i = 0; i < cells.length; i++) {
            if (CharTable.isHan(base(i))) {
                count(CorpusIndex.padded(base(i), '\0'), answer(i));
                // The last cell is a boundary, so i + 1 is always there.
                if (CharTable.isHan(base(i + 1))) {
                    count(CorpusIndex.padded(base(i), base(i + 1)), CorpusIndex.padded(answer(i), answer(i + 1)));
                }
            }
        }
    }

    private void count(int entry, int answer) {
        int number = numbers.findOrAdd(key(entry));
        if (number == counts.length) {
            counts = Arrays.copyOf(counts, number * 2);
            firstAnswers = Arrays.copyOf(firstAnswers, number * 2);
            ambiguous = Arrays.copyOf(ambiguous, number * 2);
        }
        if (counts[number]++ == 0) {
            firstAnswers[number] = answer;
        } else if (firstAnswers[number] != answer) {
            ambiguous[number] = true;
        }
    }

    private static long key(int entry) {
        return entry & 0xFFFF_FFFFL;
    }

    /** A character is a word unless it always stands for itself; a pair, if it is ambiguous and frequent enough. */
    private boolean isWord(long key, int number) {
        boolean single = (char) key == 0;
        return single
                ? ambiguous[number] || firstAnswers[number] != key >>> Character.SIZE
                : ambiguous[number] && counts[number] >= MIN_PAIR_OCCURRENCES;
    }

    private CorpusIndex index() {
        long[] keys = numbers.keysByNumber();
        int[] chosen = IntStream.range(0, keys.length)
                .filter(number -> isWord(keys[number], number))
                .boxed()
                .sorted((a, b) -> Long.compare(keys[a], keys[b]))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] words = new int[chosen.length];
        int[] offsets = new int[chosen.length + 1];
        int[] wordOfNumber = new int[keys.length];
        Arrays.fill(wordOfNumber, LongTable.ABSENT);
        for (int word = 0; word < chosen.length; word++) {
            words[word] = (int) keys[chosen[word]];
            offsets[word + 1] = offsets[word] + counts[chosen[word]];
            wordOfNumber[chosen[word]] = word;
        }
        return new CorpusIndex(
                Ints.of(cells), Ints.of(words), Ints.of(offsets), Ints.of(postings(offsets, wordOfNumber)));
    }

    private int[] postings(int[] offsets, int[] wordOfNumber) {
        int[] next = Arrays.copyOf(offsets, offsets.length - 1);
        int[] postings = new int[offsets[offsets.length - 1]];
        for (int i = 0; i < cells.length; i++) {
            if (CharTable.isHan(base(i))) {
                post(CorpusIndex.padded(base(i), '\0'), i, wordOfNumber, next, postings);
                if (CharTable.isHan(base(i + 1))) {
                    post(CorpusIndex.padded(base(i), base(i + 1)), i, wordOfNumber, next, postings);
                }
            }
        }
        return postings;
    }

    private void post(int entry, int position, int[] wordOfNumber, int[] next, int[] postings) {
        int word = wordOfNumber[numbers.find(key(entry))];
        if (word != LongTable.ABSENT) {
            postings[next[word]++] = position;
        }
    }
}
