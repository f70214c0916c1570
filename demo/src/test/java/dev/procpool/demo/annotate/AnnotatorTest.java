package dev.procpool.demo.annotate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procpool.SequentialPool;
import dev.procpool.TaskPool;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnnotatorTest {
    private final List<Poem> poems = Poems.repeated(
            20, "子云山有木。", "子云天下白。", "白雲天上來。", "人云心不老。", "人云水自流。", "青雲路正長。", "浮雲出水東。", "走馬川行。", "雲深不知處。", "歸雲何處尋。");

    private final TaskPool pool = SequentialPool.create();
    private final CorpusIndex index = Poems.index(pool, poems);
    private final Annotator annotator = new Annotator(Poems.learnAll(index), Poems.TABLE);

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void contextDecidesBetweenReadings() {
        assertEquals("子云：白雲", annotator.annotate("子云：白云"));
    }

    @Test
    void wordWithoutIndicatorNearbyIsReadByMajority() {
        assertEquals("雲", annotator.annotate("云"));
    }

    @Test
    void charactersWithoutARuleStayAsTheyAre() {
        assertEquals("abc 山，𠀀 馬", annotator.annotate("abc 山，𠀀 马"));
    }

    @Test
    void emptyTextStaysEmpty() {
        assertEquals("", annotator.annotate(""));
    }

    @Test
    void evaluationCountsAmbiguousCharactersOnly() {
        List<Poem> heldOut = List.of(new Poem(0, "子云走馬。"), new Poem(10, "白雲子雲。"));
        Evaluation evaluation = Evaluation.of(heldOut, Poems.TABLE, index, annotator);
        assertEquals(3, evaluation.characters());
        assertEquals(2 / 3.0, evaluation.accuracy());
        assertEquals(2 / 3.0, evaluation.majorityAccuracy());
        assertEquals(2 / 3.0, evaluation.neighbourAccuracy());
    }

    @Test
    void neighbourListLetsTheStrongestNeighbourDecide() {
        AmbiguousChars chars = new AmbiguousChars(index);
        for (NeighbourDecisionList list : NeighbourDecisionList.variants(index, chars)) {
            assertEquals('云', list.annotate("人云亦", 1));
            assertEquals('雲', list.annotate("白云亦", 1));
            assertEquals('雲', list.annotate("云", 0));
        }
    }
}
