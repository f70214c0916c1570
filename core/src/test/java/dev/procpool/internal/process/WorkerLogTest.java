package dev.procpool.internal.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.testing.Patience;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** The evidence of a worker's death, whatever is in the file. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class WorkerLogTest {

    @TempDir
    private Path directory;

    private WorkerLog log;

    @BeforeEach
    void nameTheFile() {
        log = new WorkerLog(directory.resolve("worker-1.log"));
    }

    private List<String> lines() throws IOException {
        return text(0).lines().toList();
    }

    private String text(long position) throws IOException {
        var text = new StringBuilder();
        log.forEachPiece(position, piece -> text.append(new String(piece, StandardCharsets.UTF_8)));
        return text.toString();
    }

    @Test
    void aMissingFileIsNoEvidence() throws IOException {
        assertEquals("", log.tail());
        assertEquals(List.of(), lines());
    }

    @Test
    void anEmptyFileIsNoEvidence() throws IOException {
        Files.createFile(log.file());

        assertEquals("", log.tail());
        assertEquals(List.of(), lines());
    }

    @Test
    void aDirectoryInItsPlaceIsNoEvidence() throws IOException {
        Files.createDirectory(log.file());

        assertEquals("", log.tail());
    }

    @Test
    void aShortFileIsItsOwnTail() throws IOException {
        Files.writeString(log.file(), "one\r\n\ntwo ü\nnot ended");

        assertEquals("one\n\ntwo ü\nnot ended", log.tail());
        assertEquals(List.of("one", "", "two ü", "not ended"), lines());
    }

    @Test
    void ofManyLinesTheLastTwentyAreTheTail() throws IOException {
        Files.write(
                log.file(), IntStream.range(0, 100).mapToObj(i -> "line " + i).toList());

        assertEquals(IntStream.range(80, 100).mapToObj(i -> "line " + i).collect(Collectors.joining("\n")), log.tail());
        assertEquals(100, lines().size());
    }

    @Test
    void ofLongLinesTheLastEightKibibytesAreTheTail() throws IOException {
        Files.writeString(log.file(), "a".repeat(3 << 20) + "\nthe end\n");

        String tail = log.tail();

        assertEquals("a".repeat(8 * 1024 - "\nthe end\n".length()) + "\nthe end", tail);
    }

    @Test
    void whatIsNotUtf8IsShownAsFarAsItCanBe() throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes("before ".getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xC3, '\n', (byte) 0x80});
        bytes.writeBytes(" after\n".getBytes(StandardCharsets.US_ASCII));
        Files.write(log.file(), bytes.toByteArray());

        assertEquals("before \uFFFD\uFFFD\n\uFFFD after", log.tail());
        assertEquals(List.of("before \uFFFD\uFFFD", "\uFFFD after"), lines());
    }

    @Test
    void whatTheWorkerHasReadIsNotToldAgain() throws IOException {
        Files.writeString(log.file(), "read\nnot read\r\nnor ended");

        assertEquals("not read\r\nnor ended", text(5));
        assertEquals("", text(Files.size(log.file())));
    }

    @Test
    void ofAFileThatWasEmptiedMeanwhileEverythingIsTold() throws IOException {
        Files.writeString(log.file(), "anew\n");

        assertEquals("anew\n", text(1_000));
    }

    @Test
    void ofVeryMuchTheLastSixteenMebibytesAreTold() throws IOException {
        String line = "x".repeat(1023) + "\n";
        Files.writeString(log.file(), "left out\n" + line.repeat(16 * 1024));

        assertEquals("(5 bytes before this are left out)\n" + line.repeat(16 * 1024), text(4));
    }

    @Test
    void aTailThatBeginsInsideACharacterLosesNoMore() throws IOException {
        Files.writeString(log.file(), "\uD83D\uDE00".repeat(4 * 1024) + "x");

        String tail = log.tail();

        assertTrue(tail.endsWith("\uD83D\uDE00".repeat(2 * 1024 - 1) + "x"), tail);
    }
}
