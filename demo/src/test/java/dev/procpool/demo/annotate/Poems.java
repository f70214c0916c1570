package dev.procpool.demo.annotate;

import dev.procpool.SequentialPool;
import dev.procpool.TaskPool;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Hand-made poems to learn from, and what is done with them in most tests. */
final class Poems {
    /** A few well-known many-to-one characters. */
    static final CharTable TABLE = CharTable.of("雲云", "髮发", "發发", "後后", "裏里", "馬马");

    private Poems() {}

    /** None of them is held out. */
    static List<Poem> of(String... texts) {
        return IntStream.range(0, texts.length)
                .mapToObj(i -> new Poem(10L * i + 1, texts[i]))
                .toList();
    }

    static List<Poem> repeated(int times, String... texts) {
        List<String> all = new ArrayList<>();
        Collections.nCopies(times, List.of(texts)).forEach(all::addAll);
        return of(all.toArray(String[]::new));
    }

    /** For as long as the pool. */
    static CorpusIndex index(TaskPool pool, List<Poem> poems) {
        return PreparedIndex.inPool(pool, new Corpus(poems, List.of()), TABLE).index();
    }

    /** The number of a word, or -1. */
    static int find(CorpusIndex index, String word) {
        return IntStream.range(0, index.wordCount())
                .filter(number -> index.word(number).equals(word))
                .findFirst()
                .orElse(-1);
    }

    static Rule learn(String word, List<Poem> poems) {
        try (TaskPool pool = SequentialPool.create()) {
            CorpusIndex index = index(pool, poems);
            return RuleLearner.learn(index, find(index, word));
        }
    }

    static RuleSet learnAll(CorpusIndex index, Iterable<Integer> words) {
        List<Rule> rules = new ArrayList<>();
        words.forEach(word -> rules.add(RuleLearner.learn(index, word)));
        return new RuleSet(rules);
    }

    static RuleSet learnAll(CorpusIndex index) {
        return learnAll(index, IntStream.range(0, index.wordCount()).boxed().toList());
    }
}
