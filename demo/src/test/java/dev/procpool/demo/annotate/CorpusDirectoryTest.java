package dev.procpool.demo.annotate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.demo.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorpusDirectoryTest {
    private static final String GOOD =
            "[{\"author\": \"李白\", \"paragraphs\": [\"床前明月光，\", \"疑是地上霜。\"], \"tags\": [\"x\"], \"id\": \"a\"}]";

    @TempDir
    Path directory;

    @Test
    void readsParagraphsAsOneText() throws IOException {
        write("poet.tang.0.json", GOOD);
        Corpus corpus = CorpusDirectory.read(directory);
        assertEquals(List.of(Poem.of("a", "床前明月光，疑是地上霜。")), corpus.poems());
        assertEquals(List.of(), corpus.skipped());
    }

    @Test
    void findsThePoemsWithinTheNpmPackage() throws IOException {
        Files.createDirectories(directory.resolve("chinese-poetry/dist/quantangshi"));
        write("chinese-poetry/dist/quantangshi/poet.song.0.json", GOOD);
        assertEquals(1, CorpusDirectory.read(directory).size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[",
                "{}",
                "[{\"id\": \"b\", \"paragraphs\": [\"山",
                "[{\"id\": \"b\"}]",
                "[{\"paragraphs\": []}]",
                "[{\"id\": 1, \"paragraphs\": []}]",
                "[{\"id\": \"b\", \"paragraphs\": [1]}]",
                "[{\"id\": \"b\", \"paragraphs\": \"x\"}]",
                "[[]]"
            })
    void brokenJsonIsNamedAndSkipped(String content) throws IOException {
        write("poet.tang.0.json", GOOD);
        write("poet.tang.1000.json", content);
        Corpus corpus = CorpusDirectory.read(directory);
        assertEquals(1, corpus.size());
        assertEquals(1, corpus.skipped().size());
        assertTrue(corpus.skipped().get(0).startsWith("poet.tang.1000.json: "), corpus.skipped()::toString);
        assertEquals(1, corpus.skipped().get(0).lines().count());
    }

    @Test
    void brokenUtf8IsNamedAndSkipped() throws IOException {
        write("poet.tang.0.json", GOOD);
        byte[] bytes = GOOD.getBytes(StandardCharsets.UTF_8);
        bytes[GOOD.indexOf('李') + 1] = '?';
        Files.write(directory.resolve("poet.tang.1000.json"), bytes);
        assertEquals(
                List.of("poet.tang.1000.json: not valid UTF-8"),
                CorpusDirectory.read(directory).skipped());
    }

    @Test
    void missingDirectoryIsAClearError() {
        UserError e = assertThrows(UserError.class, () -> CorpusDirectory.read(directory.resolve("none")));
        assertTrue(e.getMessage().endsWith("not a directory; 'make corpus' gets one"), e.getMessage());
    }

    @Test
    void directoryWithoutPoemsIsAClearError() {
        UserError e = assertThrows(UserError.class, () -> CorpusDirectory.read(directory));
        assertTrue(e.getMessage().endsWith("no files poet.*.json"), e.getMessage());
    }

    @Test
    void corpusOfBrokenFilesOnlyIsAClearError() throws IOException {
        write("poet.tang.0.json", "[");
        UserError e = assertThrows(UserError.class, () -> CorpusDirectory.read(directory));
        assertTrue(e.getMessage().contains("1 files skipped, the first is poet.tang.0.json"), e.getMessage());
    }

    @Test
    void emptyPoemsAreLeftOut() throws IOException {
        write("poet.tang.0.json", "[{\"id\": \"e\", \"paragraphs\": []}," + GOOD.substring(1));
        assertEquals(1, CorpusDirectory.read(directory).size());
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(directory.resolve(name), content);
    }
}
