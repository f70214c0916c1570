package dev.procpool.demo.annotate;

import java.util.List;

/**
 * The name of an index in a cache: what it was made of. That is the text of the poems learned from, in their order, the
 * table that simplifies them, and how the index is laid out; so {@code --poems} changes it, too.
 *
 * <p>Not where the poems came from. They have been read by then anyway, because held-out poems measure the rules, and a
 * digest of their text takes a third of the time of the index or less. In return a corpus that was moved or copied finds its index, and
 * one that was edited without a trace in sizes and dates, or had a file that could not be read this once, does not get
 * the wrong one.
 */
final class IndexKey {
    private IndexKey() {}

    static String of(List<Poem> poems, CharTable table) {
        LineDigest digest = new LineDigest();
        digest.add(table.canonical());
        poems.forEach(poem -> digest.add(poem.text()));
        return "annotate-" + CorpusIndex.FORMAT + "-poems-" + poems.size() + "-" + digest.hex();
    }
}
