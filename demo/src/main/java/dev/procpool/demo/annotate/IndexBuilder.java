package dev.procpool.demo.annotate;

import dev.procpool.shared.SharedBuilder;
import dev.procpool.shared.SharedInts;
import dev.procpool.shared.SharedSections;
import dev.procpool.shared.SharedStrings;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Lays out the poems as cells, finds the words among them, and lists where each occurs. */
final class IndexBuilder {
    /** Below this a pair's own contexts say nothing; its characters' rules decide. */
    static final int MIN_PAIR_OCCURRENCES = 4;

    private final int[] cells;
    /** Every candidate word, packed, numbered in order of first sight. */
    private final LongTable numbers = new LongTable(1 << 16);

    private int[] counts = new int[1 << 16];
    private long[] firstAnswers = new long[1 << 16];
    private boolean[] ambiguous = new boolean[1 << 16];

    private IndexBuilder(int[] cells) {
        this.cells = cells;
    }

    /** Adds the sections of a {@link CorpusIndex}. */
    static void build(List<Poem> poems, CharTable table, SharedSections.Writer sections) {
        IndexBuilder builder = new IndexBuilder(layOut(poems, table));
        builder.count();
        builder.addTo(sections);
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

    private long basePair(int position) {
        return Packed.append(base(position), base(position + 1));
    }

    private long answerPair(int position) {
        return Packed.append(answer(position), answer(position + 1));
    }

    private void count() {
        for (int i = 0; i < cells.length; i++) {
            if (CharTable.isHan(base(i))) {
                count(base(i), answer(i));
                // The last cell is a boundary, so i + 1 is always there.
                if (CharTable.isHan(base(i + 1))) {
                    count(basePair(i), answerPair(i));
                }
            }
        }
    }

    private void count(long text, long answer) {
        int number = numbers.findOrAdd(text);
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

    /** A character is a word unless it always stands for itself; a pair, if it is ambiguous and frequent enough. */
    private boolean isWord(long text, int number) {
        return text <= Character.MAX_VALUE
                ? ambiguous[number] || firstAnswers[number] != text
                : ambiguous[number] && counts[number] >= MIN_PAIR_OCCURRENCES;
    }

    private void addTo(SharedSections.Writer sections) {
        long[] texts = numbers.keysByNumber();
        int[] chosen = IntStream.range(0, texts.length)
                .filter(number -> isWord(texts[number], number))
                .toArray();
        int[] offsets = new int[chosen.length + 1];
        int[] wordOfNumber = new int[texts.length];
        Arrays.fill(wordOfNumber, LongTable.ABSENT);
        for (int word = 0; word < chosen.length; word++) {
            offsets[word + 1] = offsets[word] + counts[chosen[word]];
            wordOfNumber[chosen[word]] = word;
        }
        sections.add(CorpusIndex.CELLS, ints(cells));
        sections.add(
                CorpusIndex.WORDS,
                SharedStrings.builder(out -> IntStream.of(chosen)
                        .mapToObj(number -> Packed.text(texts[number]))
                        .forEach(out::add)));
        sections.add(CorpusIndex.OFFSETS, ints(offsets));
        sections.add(CorpusIndex.POSTINGS, ints(postings(offsets, wordOfNumber)));
    }

    private static SharedBuilder<SharedInts> ints(int[] values) {
        return SharedInts.builder(out -> out.add(values));
    }

    private int[] postings(int[] offsets, int[] wordOfNumber) {
        int[] next = Arrays.copyOf(offsets, offsets.length - 1);
        int[] postings = new int[offsets[offsets.length - 1]];
        for (int i = 0; i < cells.length; i++) {
            if (CharTable.isHan(base(i))) {
                post(base(i), i, wordOfNumber, next, postings);
                if (CharTable.isHan(base(i + 1))) {
                    post(basePair(i), i, wordOfNumber, next, postings);
                }
            }
        }
        return postings;
    }

    private void post(long text, int position, int[] wordOfNumber, int[] next, int[] postings) {
        int word = wordOfNumber[numbers.find(text)];
        if (word != LongTable.ABSENT) {
            postings[next[word]++] = position;
        }
    }
}
