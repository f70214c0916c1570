package dev.procpool.worker;

import static dev.procpool.wire.OutputChannel.STDERR;
import static dev.procpool.wire.OutputChannel.STDOUT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.testing.Await;
import dev.procpool.testing.Patience;
import dev.procpool.wire.WindowFiles;
import dev.procpool.wire.WorkerSettings;
import dev.procpool.worker.Parent.Heard;
import dev.procpool.worker.Parent.Natively;
import dev.procpool.worker.Parent.Printed;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** What a task prints goes to the parent line by line, with its task's number. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class OutputCaptureTest {

    private final PrintStream realOut = System.out;
    private final PrintStream realErr = System.err;
    private final Parent parent = new Parent();
    private CurrentTask current;
    private OutputCapture capture;

    @TempDir
    private Path directory;

    /** Behind descriptor 1. */
    private Path outFile;

    /** Behind descriptor 2. */
    private Path errFile;

    @BeforeEach
    void install() throws IOException {
        outFile = Files.createFile(directory.resolve("out"));
        errFile = Files.createFile(directory.resolve("err"));
        current = new CurrentTask(Thread.currentThread());
        var settings = new WorkerSettings(
                "test", 1, (byte) 1, 1, outFile.toString(), errFile.toString(), WindowFiles.NONE, "", 0, Map.of());
        capture = OutputCapture.install(settings, parent.writer(), current);
    }

    private static void printNatively(Path file, String text) throws IOException {
        printNatively(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void printNatively(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes, StandardOpenOption.APPEND);
    }

    @AfterEach
    void restore() {
        System.setOut(realOut);
        System.setErr(realErr);
    }

    @Test
    void aLineGoesAtOnce() throws IOException {
        System.out.println("one");
        System.err.print("two\n");

        assertEquals(List.of(new Printed(0, STDOUT, "one\n"), new Printed(0, STDERR, "two\n")), parent.heard());
    }

    @Test
    void aLineThatIsNotEndedGoesAtTheFlush() throws IOException {
        System.out.print("not ");
        System.out.print("ended");
        System.err.print("nor this");
        assertEquals(List.of(), parent.heard());

        capture.flush();
        capture.flush();

        assertEquals(List.of(new Printed(0, STDOUT, "not ended"), new Printed(0, STDERR, "nor this")), parent.heard());
    }

    @Test
    void severalLinesGoTogetherAndTheRestWaits() throws IOException {
        System.out.print("one\ntwo\nthr");
        System.out.print("ee\n");

        assertEquals(List.of(new Printed(0, STDOUT, "one\ntwo\n"), new Printed(0, STDOUT, "three\n")), parent.heard());
    }

    @Test
    void eachByteMayComeByItself() throws IOException {
        for (byte b : "ü\n".getBytes(StandardCharsets.UTF_8)) {
            System.out.write(b);
        }

        assertEquals(List.of(new Printed(0, STDOUT, "ü\n")), parent.heard());
    }

    @Test
    void whoClosesTheStreamSilencesNobody() throws IOException {
        System.out.print("closed");
        System.out.close();
        new PrintStream(System.err).close();
        System.out.println("after");
        System.err.println("after too");

        assertEquals(
                List.of(
                        new Printed(0, STDOUT, "closed"),
                        new Printed(0, STDOUT, "after\n"),
                        new Printed(0, STDERR, "after too\n")),
                parent.heard());
    }

    @Test
    void whatIsPrintedHasTheNumberOfTheTaskThatRuns() throws IOException {
        System.out.println("before");
        current.begin(parent.running(5));
        System.out.println("in five");
        System.out.print("still five");
        capture.flush();
        current.end();
        current.begin(parent.running(6));
        System.err.println("in six");
        current.end();

        assertEquals(
                List.of(
                        new Printed(0, STDOUT, "before\n"),
                        new Printed(5, STDOUT, "in five\n"),
                        new Printed(5, STDOUT, "still five"),
                        new Printed(6, STDERR, "in six\n")),
                parent.heard());
    }

    @Test
    void aLineWithoutEndDoesNotFillTheMemory() throws IOException {
        String part = "0123456789abcdef".repeat(64);
        for (int i = 0; i < 200; i++) {
            System.out.print(part);
        }
        capture.flush();

        List<String> texts = texts();
        assertTrue(texts.size() > 2, "pieces: " + texts.size());
        assertTrue(texts.stream().allMatch(text -> text.length() <= 65 * 1024), "a piece is too long");
        assertEquals(part.repeat(200), String.join("", texts));
    }

    @Test
    void charactersOfFourBytesSurviveAnyLength() throws IOException {
        String text = "x" + "\uD83D\uDE00".repeat(10_000);
        System.out.println(text);

        assertEquals(text + "\n", String.join("", texts()));
    }

    @Test
    void linesOfSeveralThreadsStayWhole() throws Exception {
        int lines = 500;
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            String name = "thread " + t + " ";
            threads.add(new Thread(() -> IntStream.range(0, lines).forEach(i -> System.out.println(name + i))));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        var byThread = String.join("", texts()).lines().collect(Collectors.groupingBy(line -> line.substring(0, 9)));
        for (int t = 0; t < 4; t++) {
            String name = "thread " + t + " ";
            assertEquals(IntStream.range(0, lines).mapToObj(i -> name + i).toList(), byThread.get(name));
        }
    }

    @Test
    void whatWasPrintedNativelyComesBeforeWhatIsPrintedNext() throws IOException {
        current.begin(parent.running(5));
        System.out.println("a");
        printNatively(outFile, "b\n");
        System.out.println("c");
        printNatively(outFile, "d\n");
        capture.flush();

        assertEquals(
                List.of(
                        new Printed(5, STDOUT, "a\n"),
                        new Natively(5, STDOUT, 2, "b\n"),
                        new Printed(5, STDOUT, "c\n"),
                        new Natively(5, STDOUT, 4, "d\n")),
                parent.heard());
    }

    @Test
    void evenAnUnfinishedLineKeepsItsPlace() throws IOException {
        System.err.print("a");
        printNatively(errFile, "b");
        System.err.print("c");
        printNatively(errFile, "d\n");
        capture.flush();

        assertEquals(
                List.of(
                        new Printed(0, STDERR, "a"),
                        new Natively(0, STDERR, 1, "b"),
                        new Printed(0, STDERR, "c"),
                        new Natively(0, STDERR, 3, "d\n")),
                parent.heard());
    }

    @Test
    void aLookSendsLinesAndLeavesTheRestForTheEnd() throws IOException {
        current.begin(parent.running(7));
        assertFalse(capture.look());
        printNatively(outFile, "one\ntw");
        assertTrue(capture.look());
        assertFalse(capture.look());
        printNatively(outFile, "o");
        capture.flush();
        capture.flush();

        assertEquals(List.of(new Natively(7, STDOUT, 4, "one\n"), new Natively(7, STDOUT, 7, "two")), parent.heard());
    }

    @Test
    void bothStreamsAreReadToTheirEnds() throws IOException {
        printNatively(outFile, "o");
        printNatively(errFile, "e");
        capture.flush();

        assertEquals(List.of(new Natively(0, STDOUT, 1, "o"), new Natively(0, STDERR, 1, "e")), parent.heard());
    }

    @Test
    void aCharacterThatIsNotCompleteWaitsForItsRest() throws IOException {
        byte[] smile = "\uD83D\uDE00".getBytes(StandardCharsets.UTF_8);
        printNatively(outFile, Arrays.copyOf(smile, 3));
        System.out.println("between");
        printNatively(outFile, Arrays.copyOfRange(smile, 3, 4));
        capture.flush();
        System.out.write(smile, 0, 2);
        System.out.flush();
        System.out.write(smile, 2, 2);
        System.out.flush();

        assertEquals(
                List.of(
                        new Printed(0, STDOUT, "between\n"),
                        new Natively(0, STDOUT, 4, "\uD83D\uDE00"),
                        new Printed(0, STDOUT, "\uD83D\uDE00")),
                parent.heard());
    }

    @Test
    void whatNeverBecomesACharacterGoesAtTheEnd() throws IOException {
        printNatively(outFile, new byte[] {'x', (byte) 0xF0, (byte) 0x9F});
        System.err.write(new byte[] {'y', (byte) 0xC3}, 0, 2);
        capture.flush();

        assertEquals(List.of(new Natively(0, STDOUT, 3, "x\uFFFD"), new Printed(0, STDERR, "y\uFFFD")), parent.heard());
    }

    @Test
    void veryMuchGoesInPiecesThatTearNothing() throws IOException {
        String lines = ("\uD83D\uDE00 12345\n").repeat(20_000);
        String line = "\uD83D\uDE00".repeat(50_000);
        printNatively(outFile, lines);
        System.out.print(lines);
        printNatively(outFile, line);
        System.out.print(line);
        capture.flush();

        List<String> texts = texts();
        assertTrue((lines + lines + line + line).equals(String.join("", texts)), "text is lost");
        assertTrue(
                texts.stream().allMatch(text -> text.getBytes(StandardCharsets.UTF_8).length <= 64 * 1024),
                "a piece is too long");
        List<String> unfinished = new ArrayList<>();
        for (String text : texts) {
            if (!text.endsWith("\n")) {
                unfinished.add(text);
            }
        }
        assertTrue(unfinished.stream().allMatch(text -> text.startsWith("\uD83D\uDE00\uD83D\uDE00")), "a line is torn");
    }

    /** As a shell does it for {@code > /dev/stdout}. */
    @Test
    void aFileThatIsEmptiedIsReadFromItsBeginning() throws IOException {
        printNatively(outFile, "long before\n");
        capture.flush();
        Files.writeString(outFile, "anew\n");
        capture.flush();

        assertEquals(
                List.of(new Natively(0, STDOUT, 12, "long before\n"), new Natively(0, STDOUT, 5, "anew\n")),
                parent.heard());
    }

    @Test
    void anInterruptHarmsNothing() throws IOException {
        Thread.currentThread().interrupt();
        try {
            printNatively(outFile, new byte[0]);
        } catch (ClosedByInterruptException e) {
            // This is what must not happen to the capture.
        }
        capture.flush();
        assertTrue(Thread.interrupted());
        printNatively(outFile, "still read\n");
        capture.flush();

        assertEquals(List.of(new Natively(0, STDOUT, 11, "still read\n")), parent.heard());
    }

    @Test
    void whoHoldsTheLockOfSystemOutHoldsUpNoAnswer() throws Exception {
        System.out.print("before");
        var held = new CountDownLatch(1);
        var over = new CountDownLatch(1);
        var holder = new Thread(() -> {
            synchronized (System.out) {
                held.countDown();
                Await.open(over, "the test did not end");
            }
        });
        holder.start();
        Await.open(held, "the lock was not to be had");
        capture.flush();
        over.countDown();
        holder.join();

        assertEquals(List.of(new Printed(0, STDOUT, "before")), parent.heard());
    }

    private List<String> texts() throws IOException {
        List<String> texts = new ArrayList<>();
        for (Heard heard : parent.heard()) {
            texts.add(heard instanceof Natively natively ? natively.text() : ((Printed) heard).text());
        }
        return texts;
    }
}
