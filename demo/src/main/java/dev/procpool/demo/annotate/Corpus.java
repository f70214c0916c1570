package dev.procpool.demo.annotate;

import java.util.List;

/**
 * Poems in {@link Poem#ORDER}, split the same way always.
 *
 * @param skipped one line for each file that could not be used: its name and why
 */
public record Corpus(List<Poem> poems, List<String> skipped) {
    public Corpus {
        poems = poems.stream().sorted(Poem.ORDER).toList();
        skipped = List.copyOf(skipped);
    }

    public int size() {
        return poems.size();
    }

    /** The first {@code count} poems, or all if there are fewer: representative, for the order is by hash. */
    public Corpus limit(int count) {
        return new Corpus(poems.subList(0, Math.min(count, size())), skipped);
    }

    public List<Poem> training() {
        return poems.stream().filter(poem -> !poem.heldOut()).toList();
    }

    public List<Poem> heldOut() {
        return poems.stream().filter(Poem::heldOut).toList();
    }
}
