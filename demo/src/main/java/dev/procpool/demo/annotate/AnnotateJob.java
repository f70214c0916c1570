package dev.procpool.demo.annotate;

import dev.procpool.TaskFuture;
import dev.procpool.TaskPool;
import dev.procpool.demo.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The main job from poems to report; where the tasks are handed out.
 *
 * <p>The many short tasks stay with the caller and the few long ones go to the pool, which can be told beforehand: a
 * word's work grows with how often it occurs, and the index knows that.
 */
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

    /**
     * All of it, in {@code pool}, which is left open.
     *
     * @param cache the directory where the index stays for the next run, or null for one that goes with the pool
     * @throws dev.procpool.shared.SharedDataException if the index cannot be written there
     */
    public static AnnotateReport run(Corpus corpus, TaskPool pool, Path cache, Progress progress) {
        PoolFacts facts = PoolFacts.of(pool);
        long start = System.nanoTime();
        CharTable table = CharTable.embedded();
        PreparedIndex prepared =
                cache == null ? PreparedIndex.inPool(pool, corpus, table) : PreparedIndex.inCache(cache, corpus, table);
        CorpusIndex index = prepared.index();
        Learned learned = new AnnotateJob(index, progress).learn(pool);
        RuleSet rules = new RuleSet(learned.rules);
        double seconds = (System.nanoTime() - start) / 1e9;
        Annotator annotator = new Annotator(rules, table);
        Evaluation evaluation = Evaluation.of(corpus.heldOut(), table, index, annotator);
        return new AnnotateReport(
                corpus,
                rules,
                annotator,
                evaluation,
                facts,
                prepared,
                seconds,
                rules.size() - (facts.sends() ? learned.handedOut : 0),
                facts.sends() ? learned.handedOut : 0,
                learned.memory);
    }

    /** @param handedOut how many were given to the pool, wherever it ran them */
    private record Learned(List<Rule> rules, int handedOut, MemoryUse memory) {}

    /** Longest first, so that no long one is left alone at the end. */
    private Learned learn(TaskPool pool) {
        progress.total(index.postings().length());
        List<TaskFuture<Rule>> sent = new ArrayList<>();
        List<Integer> stay = new ArrayList<>();
        for (int word : longestFirst()) {
            if (isLong(word)) {
                sent.add(submit(pool, word));
            } else {
                stay.add(word);
            }
        }
        List<Rule> rules = new ArrayList<>();
        for (int word : stay) {
            rules.add(RuleLearner.learn(index, word));
            progress.step(index.occurrences(word));
        }
        sent.forEach(future -> rules.add(future.join()));
        return new Learned(rules, sent.size(), MemoryUse.now());
    }

    private TaskFuture<Rule> submit(TaskPool pool, int word) {
        CorpusIndex captured = index;
        TaskFuture<Rule> future = pool.submit(() -> RuleLearner.learn(captured, word));
        int occurrences = index.occurrences(word);
        future.thenRun(() -> progress.step(occurrences));
        return future;
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
