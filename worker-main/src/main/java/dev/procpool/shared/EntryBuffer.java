package dev.procpool.shared;

import java.util.Arrays;

/**
 * Entries of an index that wait to be sorted, in one array: from its beginning the records, from its end, downwards, a
 * pair per entry of the hash and, as a table slot will have it, the value or where the record is. Sorting moves pairs
 * only. The array grows to the limit, and beyond it only for a single entry that is larger. For one thread.
 */
final class EntryBuffer {

    private static final int FIRST_WORDS = 1 << 10;
    private static final int PAIR_WORDS = 2;

    private final int maxWords;
    private final boolean records;
    private long[] words;
    private int recordsEnd;
    private int pairsBegin;

    /** @param records whether entries have records, or only a hash and a value */
    EntryBuffer(int maxBytes, boolean records) {
        this.maxWords = Math.max(FIRST_WORDS, maxBytes / Long.BYTES);
        this.records = records;
        clear();
    }

    /** Makes room for one entry; false if it must be emptied first. */
    boolean reserve(long recordWords) {
        long needed = (long) recordsEnd + recordWords + PAIR_WORDS + (words.length - pairsBegin);
        if (needed <= words.length) {
            return true;
        }
        if (needed > maxWords && !isEmpty()) {
            return false;
        }
        grow(Math.toIntExact(Math.max(needed, Math.min(maxWords, 2L * words.length))));
        return true;
    }

    void addPair(long hash, long value) {
        pairsBegin -= PAIR_WORDS;
        words[pairsBegin] = hash;
        words[pairsBegin + 1] = value;
    }

    /** Begins an entry whose record consists of the words put next. */
    void addRecord(long hash) {
        addPair(hash, recordsEnd);
    }

    void put(long word) {
        words[recordsEnd++] = word;
    }

    void put(byte[] bytes) {
        for (int at = 0; at < bytes.length; at += Long.BYTES) {
            put(ByteWords.word(bytes, at));
        }
    }

    boolean isEmpty() {
        return pairsBegin == words.length;
    }

    void clear() {
        if (words == null || words.length > maxWords) {
            words = new long[FIRST_WORDS];
        }
        recordsEnd = 0;
        pairsBegin = words.length;
    }

    SortedEntries sorted() {
        PairSort.sort(words, pairsBegin, words.length);
        return new Sorted();
    }

    private void grow(int size) {
        long[] grown = Arrays.copyOf(words, size);
        int pairWords = words.length - pairsBegin;
        System.arraycopy(words, pairsBegin, grown, size - pairWords, pairWords);
        pairsBegin = size - pairWords;
        words = grown;
    }

    private final class Sorted implements SortedEntries {

        private int pair = pairsBegin - PAIR_WORDS;
        private int at;

        @Override
        public boolean advance() {
            pair += PAIR_WORDS;
            if (pair == words.length) {
                return false;
            }
            at = records ? (int) words[pair + 1] : pair + 1;
            return true;
        }

        @Override
        public long hash() {
            return words[pair];
        }

        @Override
        public long word() {
            return words[at++];
        }
    }
}
