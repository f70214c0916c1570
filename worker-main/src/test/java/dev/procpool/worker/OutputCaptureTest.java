package dev.procpool.worker;

import static dev.procpool.wire.OutputChannel.STDERR;
import static dev.procpool.wire.OutputChannel.STDOUT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.testing.Patience;
import dev.procpool.worker.Parent.Heard;
import dev.procpool.worker.Parent.Printed;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** What a task prints goes to the parent line by line, with its task's number. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class OutputCaptureTest {

    private final PrintStream realOut = System.out;
    private final PrintStream realErr = System.err;
    private final Parent parent = new Parent();
    private CurrentTask current;
    private OutputCapture capture;

    @BeforeEach
    void install() {
        current = new CurrentTask(Thread.currentThread());
        capture = OutputCapture.install(parent.writer(), current);
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

    private List<String> texts() throws IOException {
        List<String> texts = new ArrayList<>();
        for (Heard heard : parent.heard()) {
            texts.add(((Printed) heard).text());
        }
        return texts;
    }
}
