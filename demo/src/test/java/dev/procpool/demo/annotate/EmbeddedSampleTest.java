package dev.procpool.demo.annotate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.SequentialPool;
import dev.procpool.TaskPool;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddedSampleTest {
    private static final int SLICE = 8_000;

    @Test
    void sampleIsInTheJarWithItsLicences() {
        assertTrue(EmbeddedSample.read().size() > 30_000);
        assertNotNull(EmbeddedSample.class.getResource("LICENSE.chinese-poetry"));
        assertNotNull(EmbeddedSample.class.getResource("LICENSE.opencc-js"));
    }

    @Test
    void writesTheSampledPoemsTheSameWayAlways() throws IOException {
        Corpus corpus =
                new Corpus(List.of(new Poem(0xFFFF_FFF0L, "下"), new Poem(15, "上"), new Poem(125, "中")), List.of());
        assertArrayEquals(written(corpus), written(corpus));
        assertEquals(
                corpus.poems().stream().filter(Poem::sampled).toList(),
                EmbeddedSample.read(new ByteArrayInputStream(written(corpus))));
    }

    /** Held-out poems of a slice of the sample: small enough for a test, large enough to tell. */
    @Test
    void learnedRulesBeatBothBaselines() {
        Corpus slice = EmbeddedSample.read().limit(SLICE);
        CharTable table = CharTable.embedded();
        Evaluation evaluation;
        try (TaskPool pool = SequentialPool.create()) {
            CorpusIndex index = PreparedIndex.inPool(pool, slice, table).index();
            Annotator annotator = new Annotator(Poems.learnAll(index), table);
            evaluation = Evaluation.of(slice.heldOut(), table, index, annotator);
        }
        assertTrue(evaluation.characters() > 1_000, evaluation::toString);
        assertTrue(evaluation.accuracy() > evaluation.majorityAccuracy(), evaluation::toString);
        assertTrue(evaluation.accuracy() >= evaluation.neighbourAccuracy(), evaluation::toString);
    }

    private static byte[] written(Corpus corpus) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        EmbeddedSample.write(corpus, out);
        return out.toByteArray();
    }
}
