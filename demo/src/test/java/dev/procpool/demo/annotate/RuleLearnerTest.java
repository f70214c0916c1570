package dev.procpool.demo.annotate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.SequentialPool;
import dev.procpool.TaskPool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RuleLearnerTest {
    private static final String[] CLOUDS = {"子云山有木。", "白雲天上來。", "人云心不老。", "青雲路正長。", "浮雲出水東。"};

    @Test
    void wordWithOneReadingIsUnconditional() {
        Rule rule = Poems.learn("马", Poems.of("白馬飾金羈。", "走馬川行。"));
        assertEquals(Form.UNCONDITIONAL, rule.form());
        assertEquals("馬", rule.reading(0));
        assertEquals(0, rule.size());
    }

    @Test
    void readingsWithoutAnyTellingContextFallBackToTheMoreFrequent() {
        Rule rule = Poems.learn("后", Poems.of("前後。", "前後。", "前后。", "前後。", "前后。", "前後。", "前後。"));
        assertEquals(Form.DEFAULT, rule.form());
        assertEquals("後", rule.reading(rule.form().fallback()));
        assertEquals(0, rule.size());
    }

    @Test
    void indicatorsOfTheRarerReadingAreEnough() {
        Rule rule = Poems.learn("云", Poems.repeated(20, CLOUDS));
        assertEquals(Form.POSITIVE, rule.form());
        assertEquals("雲", rule.reading(0));
        assertTrue(
                indicators(rule).allMatch(text -> text.contains("子云") || text.contains("人云") || text.startsWith("云")));
        assertTrue(IntStream.range(0, rule.size()).allMatch(i -> rule.votes()[i] == 1));
    }

    @Test
    void fewIndicatorsAgainstAReadingAreBetterThanManyForIt() {
        // 云 follows a different character each time it is rare, but 雲 always follows 白: one indicator says it all.
        List<Poem> poems = new ArrayList<>();
        String[] others = "甲乙丙丁戊己庚辛壬癸".split("");
        for (int i = 0; i < 100; i++) {
            String tail = "天地玄黃宇宙洪荒日月盈昃".substring(i % 10, i % 10 + 2);
            poems.add(new Poem(i * 10L + 1, i % 20 < 11 ? "白雲" + tail : others[i / 10] + "云" + tail));
        }
        Rule rule = Poems.learn("云", poems);
        assertEquals(Form.NEGATIVE, rule.form());
        assertEquals("云", rule.reading(rule.form().fallback()));
        assertEquals(List.of("白云"), indicators(rule).toList());
    }

    @Test
    void windowIsTheSmallestThatReachesTheIndicator() {
        // Only 笑, four characters on, tells the readings apart; what lies between is the same or never the same twice.
        List<Poem> poems = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String between = "" + (char) (0x5000 + 7 * i) + (char) (0x5001 + 7 * i) + (char) (0x5002 + 7 * i);
            poems.add(new Poem(i * 10L + 1, i % 5 < 3 ? "發" + between + "開" : "髮" + between + "笑"));
        }
        Rule rule = Poems.learn("发", poems);
        assertEquals(5, rule.window());
        assertEquals(List.of("笑"), indicators(rule).toList());
    }

    @Test
    void contextEndsWithThePoem() {
        List<Poem> poems = Poems.repeated(30, "一云", "笑。", "一雲", "開。", "一雲", "開。");
        assertTrue(indicators(Poems.learn("云", poems)).noneMatch(text -> text.contains("笑")));
    }

    @Test
    void sameRulesWhateverTheOrderOfExecution() {
        try (TaskPool pool = SequentialPool.create()) {
            CorpusIndex index = Poems.index(pool, Poems.repeated(20, CLOUDS));
            List<Integer> words = IntStream.range(0, index.wordCount()).boxed().toList();
            List<Integer> backwards = words.stream().sorted((a, b) -> b - a).toList();
            String hash = Poems.learnAll(index, words).hash();
            assertEquals(hash, Poems.learnAll(index, backwards).hash());
            List<Rule> inThreads = words.parallelStream()
                    .map(word -> RuleLearner.learn(index, word))
                    .toList();
            assertEquals(hash, new RuleSet(inThreads).hash());
        }
    }

    private static Stream<String> indicators(Rule rule) {
        return Arrays.stream(rule.indicators()).mapToObj(Packed::text);
    }
}
