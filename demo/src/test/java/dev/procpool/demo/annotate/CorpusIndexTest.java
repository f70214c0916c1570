package dev.procpool.demo.annotate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusIndexTest {
    private final CorpusIndex index = Poems.index(Poems.of("白雲，云雲。", "云白雲", "白云白雲"));

    @Test
    void wordsAreCharactersThatNeedARuleAndFrequentAmbiguousPairs() {
        List<String> words =
                IntStream.range(0, index.wordCount()).mapToObj(index::word).toList();
        assertEquals(List.of("云", "白云"), words);
    }

    @Test
    void pairIsNotAWordWhenRare() {
        CorpusIndex three = Poems.index(Poems.of("白雲", "白雲", "白云"));
        assertTrue(three.find("白云") < 0);
        assertTrue(three.find("云") >= 0);
    }

    @Test
    void postingsAreThePositionsOfTheWord() {
        int word = index.find("白云");
        assertEquals(4, index.occurrences(word));
        for (int i = 0; i < index.occurrences(word); i++) {
            int position = index.position(word, i);
            assertEquals('白', index.base(position));
            assertEquals('云', index.base(position + 1));
        }
        assertEquals('雲', index.answer(index.position(word, 0) + 1));
        assertEquals('云', index.answer(index.position(word, 2) + 1));
    }

    @Test
    void mappedIndexTravelsAsAFewBytesAndGivesTheSameRules(@TempDir Path directory) throws Exception {
        CorpusIndex mapped = index.mapped(directory);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(mapped);
        }
        assertTrue(bytes.size() < 2_000, "bytes=" + bytes.size());
        CorpusIndex arrived;
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            arrived = (CorpusIndex) in.readObject();
        }
        String hash = Poems.learnAll(index).hash();
        assertEquals(hash, Poems.learnAll(arrived).hash());
        assertEquals(hash, Poems.learnAll(arrived.copied()).hash());
    }

    @Test
    void emptyCorpusHasNoWords() {
        assertEquals(0, Poems.index(List.of()).wordCount());
    }
}
