package dev.procpool.demo.annotate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.SequentialPool;
import dev.procpool.TaskPool;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CorpusIndexTest {
    private final TaskPool pool = SequentialPool.create();
    private final CorpusIndex index = Poems.index(pool, Poems.of("白雲，云雲。", "云白雲", "白云白雲"));

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void wordsAreCharactersThatNeedARuleAndFrequentAmbiguousPairs() {
        List<String> words =
                IntStream.range(0, index.wordCount()).mapToObj(index::word).toList();
        assertEquals(Set.of("云", "白云"), Set.copyOf(words));
        assertEquals(2, words.size());
    }

    @Test
    void pairIsNotAWordWhenRare() {
        CorpusIndex three = Poems.index(pool, Poems.of("白雲", "白雲", "白云"));
        assertTrue(Poems.find(three, "白云") < 0);
        assertTrue(Poems.find(three, "云") >= 0);
    }

    @Test
    void postingsAreThePositionsOfTheWord() {
        int word = Poems.find(index, "白云");
        assertEquals(4, index.occurrences(word));
        int[] positions = index.positions(word);
        assertEquals(4, positions.length);
        for (int position : positions) {
            assertEquals('白', index.base(position));
            assertEquals('云', index.base(position + 1));
        }
        assertEquals('雲', index.answer(positions[0] + 1));
        assertEquals('云', index.answer(positions[2] + 1));
    }

    @Test
    void travelsAsAFewBytesAndGivesTheSameRules() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(index);
        }
        assertTrue(bytes.size() < 2_000, "bytes=" + bytes.size());
        CorpusIndex arrived;
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            arrived = (CorpusIndex) in.readObject();
        }
        assertEquals(Poems.learnAll(index).hash(), Poems.learnAll(arrived).hash());
    }

    @Test
    void emptyCorpusHasNoWords() {
        assertEquals(0, Poems.index(pool, List.of()).wordCount());
    }
}
