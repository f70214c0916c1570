package dev.procpool.demo.annotate;

import dev.procpool.demo.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The main job from poems to report; where the tasks are handed out. */
public final class AnnotateJob {
    /**
     * Words that occur less often than this are learned where they are, in a few milliseconds at most: sending them
     * would cost more than it saves.
     */
    static final int INLINE_BELOW = 600;

    private final CorpusIndex index;
    private final Progress progress;

    private AnnotateJob(CorpusIndex index, Progress progress) {
        this.index = index;
        this.progress = progress;
    }

    /** All of it; {@code backend} and {@code workers} have been checked. */
    public static AnnotateReport run(Corpus corpus, String backend, int workers, Progress progress) {
        long start = System.nanoTime();
        CharTable table = CharTable.embedded();
        CorpusIndex index = corpus.index(table);
        Learned learned = new AnnotateJob(index, progress).learn();
        RuleSet rules = new RuleSet(learned.rules);
        double seconds = (System.nanoTime() - start) / 1e9;
        double pssMiB = MemoryUse.pssMiB();
        Annotator annotator = new Annotator(rules, table);
        Evaluation evaluation = Evaluation.of(corpus.heldOut(), table, index, annotator);
        return new AnnotateReport(
                corpus, rules, annotator, evaluation, backend, workers, seconds, learned.inline, learned.sent, pssMiB);
    }

    private record Learned(List<Rule> rules, int inline, int sent) {}

    /**
     * One task per word, longest first, so that no long one is left alone at the end. A pool takes over here: words for
     * which {@link #isLong} go out as {@code () -> RuleLearner.learn(index, word)}, where {@code index} is mapped.
     */
    private Learned learn() {
        progress.total(index.postings().length());
        List<Rule> rules = new ArrayList<>();
        for (int word : longestFirst()) {
            rules.add(RuleLearner.learn(index, word));
            progress.step(index.occurrences(word));
        }
        return new Learned(rules, rules.size(), 0);
    }

    /** Known from the index before any work is done. */
    boolean isLong(int word) {
        return index.occurrences(word) >= INLINE_BELOW;
    }

    private List<Integer> longestFirst() {
        return IntStream.range(0, index.wordCount())
                .boxed()
                .sorted((a, b) -> Integer.compare(index.occurrences(b), index.occurrences(a)))
                .toList();
    }
}
