package dev.procpool.demo.annotate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.SequentialPool;
import dev.procpool.TaskPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the index is kept, and when it is built. */
final class PreparedIndexTest {
    private static final List<Poem> POEMS = Poems.of("白雲，云雲。", "云白雲", "白云白雲");

    @TempDir
    Path cache;

    @Test
    void ofAPoolIsBuiltForEachAndGoesWithIt() {
        Path file;
        try (TaskPool pool = SequentialPool.create()) {
            PreparedIndex prepared = PreparedIndex.inPool(pool, corpus(POEMS), Poems.TABLE);
            file = prepared.index().cells().path();
            assertFalse(prepared.found());
            assertTrue(Files.exists(file));
        }
        assertFalse(Files.exists(file));
    }

    @Test
    void ofACacheIsFoundTheSecondTimeAndGivesTheSameRules() throws IOException {
        PreparedIndex first = prepare(POEMS, Poems.TABLE);
        PreparedIndex second = prepare(POEMS, Poems.TABLE);
        assertFalse(first.found());
        assertTrue(second.found());
        assertEquals(Files.size(first.index().cells().path()), second.bytes());
        assertEquals(
                Poems.learnAll(first.index()).hash(),
                Poems.learnAll(second.index()).hash());
    }

    @Test
    void whatIsNotLearnedFromDoesNotMatterForTheCache() {
        prepare(POEMS, Poems.TABLE);
        Poem heldOut = new Poem(0, "馬");
        assertTrue(heldOut.heldOut());
        assertTrue(prepare(Stream.concat(POEMS.stream(), Stream.of(heldOut)).toList(), Poems.TABLE)
                .found());
    }

    @Test
    void otherPoemsAndOtherTablesHaveIndexesOfTheirOwn() {
        prepare(POEMS, Poems.TABLE);
        assertFalse(prepare(POEMS.subList(0, 2), Poems.TABLE).found());
        // As many characters in as many poems, divided otherwise.
        assertFalse(prepare(Poems.of("白雲，云雲。云", "白雲", "白云白雲"), Poems.TABLE).found());
        assertFalse(prepare(POEMS, CharTable.of("雲云")).found());
        assertTrue(prepare(POEMS, Poems.TABLE).found());
    }

    private PreparedIndex prepare(List<Poem> poems, CharTable table) {
        return PreparedIndex.inCache(cache, corpus(poems), table);
    }

    private static Corpus corpus(List<Poem> poems) {
        return new Corpus(poems, List.of());
    }
}
