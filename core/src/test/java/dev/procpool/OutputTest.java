package dev.procpool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.task.RemoteCallable;
import dev.procpool.testing.Await;
import dev.procpool.testing.Patience;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** Everything a task prints arrives, in whatever way it prints: tagged, in order, and with the future. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
final class OutputTest {

    private static final int RUNS = 500;
    private static final int LONG_TEXT_LINES = 2_000;
    private static final String LONG_TEXT = "123456789 ".repeat(10).concat("\n").repeat(LONG_TEXT_LINES);

    private final Queue<OutputLine> lines = new ConcurrentLinkedQueue<>();

    @TempDir
    private Path directory;

    private ProcessPool pool;

    @BeforeAll
    void openPool() {
        pool = ProcessPool.builder().workers(1).name("p").output(lines::add).build();
    }

    @AfterAll
    void closePool() {
        pool.close();
    }

    // ---- what tasks do

    private static Void shell(String script) throws Exception {
        new ProcessBuilder("sh", "-c", script).inheritIO().start().waitFor();
        return null;
    }

    private static void printNatively(FileDescriptor descriptor, String text) throws IOException {
        // Not closed: that would close the descriptor.
        new FileOutputStream(descriptor).write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Until the test wants the task to end. */
    private static Void awaitFile(String file) {
        Await.until(() -> Files.exists(Path.of(file)), "the test did not end");
        return null;
    }

    private Path endSignal() throws IOException {
        Path file = Files.createTempFile(directory, "end", "");
        Files.delete(file);
        return file;
    }

    // ---- what the listener heard

    private List<String> linesOf(TaskFuture<?> task, boolean error) {
        return lines.stream()
                .filter(line -> line.task() == task.id() && line.error() == error)
                .map(OutputLine::text)
                .toList();
    }

    /** The listener is told a little later than the future. */
    private void awaitLines(TaskFuture<?> task, boolean error, List<String> expected) {
        Await.until(
                () -> linesOf(task, error).size() >= expected.size(),
                Patience.surely(),
                () -> "heard only " + linesOf(task, error));
        assertEquals(expected, linesOf(task, error));
    }

    // ---- order and tag

    @Test
    void nativeOutputStandsBetweenTheLinesOfSystemOut() throws Exception {
        var task = pool.submit(() -> {
            System.out.println("a");
            shell("echo b");
            System.out.println("c");
            printNatively(FileDescriptor.out, "d\n");
            System.out.print("e");
            shell("printf f");
            return 1;
        });
        task.get();

        assertEquals("a\nb\nc\nd\nef", task.output());
        awaitLines(task, false, List.of("a", "b", "c", "d", "e", "f"));
    }

    @Test
    void nativeStderrStandsBetweenTheLinesOfSystemErr() throws Exception {
        var task = pool.submit(() -> {
            System.err.println("a");
            shell("echo b >&2");
            System.err.println("c");
            return 1;
        });
        task.get();

        assertEquals("a\nb\nc\n", task.output());
        awaitLines(task, true, List.of("a", "b", "c"));
        assertEquals(List.of(), linesOf(task, false));
    }

    @Test
    void theChildOfAChildIsHeard() throws Exception {
        var task = pool.submit(() -> shell("sh -c 'echo deep; echo down >&2'; echo up"));
        task.get();

        awaitLines(task, false, List.of("deep", "up"));
        awaitLines(task, true, List.of("down"));
    }

    @Test
    void eachTaskHasItsOwnOutput() throws Exception {
        var one = pool.submit(() -> shell("printf one"));
        var nothing = pool.submit(() -> 1);
        var two = pool.submit(() -> shell("echo two"));
        one.get();
        nothing.get();
        two.get();

        assertEquals("one", one.output());
        assertEquals("", nothing.output());
        assertEquals("two\n", two.output());
    }

    @Test
    void aMebibyteThroughTheDescriptorArrives() throws Exception {
        String text = "0123456789abcde\n".repeat(64 * 1024);
        var task = pool.submit(() -> {
            printNatively(FileDescriptor.out, "0123456789abcde\n".repeat(64 * 1024));
            return 1;
        });
        task.get();

        assertSame(text, task.output());
        awaitLines(task, false, text.lines().toList());
    }

    @Test
    void charactersOfFourBytesArriveWhole() throws Exception {
        String text = "x" + "\uD83D\uDE00".repeat(60_000);
        var toOut = pool.submit(() -> {
            String same = "x" + "\uD83D\uDE00".repeat(60_000);
            printNatively(FileDescriptor.out, same);
            System.out.print(same);
            return 1;
        });
        var toErr = pool.submit(() -> {
            String same = "x" + "\uD83D\uDE00".repeat(60_000);
            System.err.print(same);
            printNatively(FileDescriptor.err, same);
            return 1;
        });

        for (var task : List.of(toOut, toErr)) {
            task.get();
            assertSame(text + text, task.output());
            boolean error = task == toErr;
            Await.until(
                    () -> linesOf(task, error).stream().mapToInt(String::length).sum() == 2 * text.length(),
                    "text is lost on the way to the listener");
            assertSame(text + text, String.join("", linesOf(task, error)));
        }
    }

    /** Without showing them: they are long. */
    private static void assertSame(String expected, String actual) {
        assertTrue(
                expected.equals(actual),
                () -> "expected " + expected.length() + " characters, but was " + actual.length() + "; they differ at "
                        + Arrays.mismatch(expected.toCharArray(), actual.toCharArray()));
    }

    // ---- while the task runs

    @Test
    void nativeOutputIsHeardWhileTheTaskStillRuns() throws Exception {
        Path end = endSignal();
        String file = end.toString();
        var task = pool.submit(() -> {
            shell("echo soon; echo early >&2; printf unfinished");
            return awaitFile(file);
        });
        awaitLines(task, false, List.of("soon"));
        awaitLines(task, true, List.of("early"));
        assertTrue(task.output().contains("soon\n"), task.output());
        Files.createFile(end);
        task.get();

        awaitLines(task, false, List.of("soon", "unfinished"));
    }

    @Test
    void whatAGrandchildPrintsAfterItsTaskArrivesToo() throws Exception {
        Path end = endSignal();
        String file = end.toString();
        var task = pool.submit(() -> {
            new ProcessBuilder(
                            "sh", "-c", "while [ ! -e '" + file + "' ]; do echo on and on; sleep 0.1; done; echo late")
                    .inheritIO()
                    .start();
            return 1;
        });
        task.get();
        Await.until(
                () -> lines.stream()
                        .anyMatch(line -> line.task() == 0 && line.text().equals("on and on")),
                "not heard while no task ran");
        Files.createFile(end);

        Await.until(
                () -> lines.stream()
                        .anyMatch(line -> line.task() == 0 && line.text().equals("late")),
                "not heard to its end");
    }

    @Test
    void aThreadLeftBehindThatHoldsSystemOutHoldsUpNoAnswer() throws Exception {
        try (var one = ProcessPool.builder().workers(1).output(lines::add).build()) {
            var task = one.submit(() -> {
                var held = new CountDownLatch(1);
                var holder = new Thread(() -> {
                    synchronized (System.out) {
                        held.countDown();
                        Await.open(new CountDownLatch(1), "nobody ends this");
                    }
                });
                holder.setDaemon(true);
                System.out.print("before");
                holder.start();
                Await.open(held, "not held");
                return 1;
            });
            assertEquals(1, task.get());
            assertEquals("before", task.output());
            assertEquals(2, one.submit(() -> 2).get());
        }
    }

    // ---- however the task ends

    @Test
    void theOutputOfATaskThatFailsIsThere() {
        var task = pool.submit(() -> {
            System.out.println("tried");
            shell("echo natively");
            throw new IllegalStateException("failed");
        });
        assertThrows(ExecutionException.class, task::get);

        assertEquals("tried\nnatively\n", task.output());
    }

    @Test
    void theOutputOfATaskThatTimesOutIsThere() throws Exception {
        // A machine that is too slow for the shell to end within the limit is given more of it.
        String output = "";
        for (int seconds = 1;
                !output.endsWith("hangs\n") && seconds <= Patience.surely().toSeconds();
                seconds *= 2) {
            var task = pool.submit(
                    (RemoteCallable<Void>) () -> {
                        System.out.println("tried");
                        shell("echo natively");
                        System.out.println("hangs");
                        new CountDownLatch(1).await();
                        return null;
                    },
                    TaskOptions.timeout(Duration.ofSeconds(seconds)));
            var failure = assertThrows(ExecutionException.class, task::get);
            assertInstanceOf(TaskTimeoutException.class, failure.getCause());
            output = task.output();
        }

        assertEquals("tried\nnatively\nhangs\n", output);
    }

    @Test
    void theOutputOfATaskThatKillsItsWorkerIsThere() {
        for (int i = 0; i < 5; i++) {
            var task = pool.submit(() -> {
                System.out.println("printed");
                printNatively(FileDescriptor.out, "natively\n");
                printNatively(FileDescriptor.err, "last words\n");
                Runtime.getRuntime().halt(5);
                return 1;
            });
            var failure = assertThrows(ExecutionException.class, task::get);

            var crash = assertInstanceOf(WorkerCrashedException.class, failure.getCause());
            assertTrue(crash.stderrTail().endsWith("last words"), crash.stderrTail());
            // In which order the two streams were read nobody knows.
            assertEquals(
                    List.of("last words", "natively", "printed"),
                    task.output().lines().sorted().toList());
            awaitLines(task, false, List.of("printed", "natively"));
            awaitLines(task, true, List.of("last words"));
        }
    }

    @Test
    void anUnfinishedLineOfATaskThatExitsIsThere() {
        var task = pool.submit(() -> {
            System.out.print("no end");
            System.exit(5);
            return 1;
        });
        assertThrows(ExecutionException.class, task::get);

        assertEquals("no end", task.output());
    }

    @Test
    void whatTheJvmSaysOfItsCrashIsTheTasksOutput() {
        var task = pool.submit(() -> {
            shell("kill -SEGV $PPID");
            new CountDownLatch(1).await();
            return 1;
        });
        var failure = assertThrows(ExecutionException.class, task::get);

        var crash = assertInstanceOf(WorkerCrashedException.class, failure.getCause());
        assertTrue(crash.stderrTail().startsWith("# A fatal error has been detected"), crash.stderrTail());
        assertTrue(task.output().contains("A fatal error has been detected"), task.output());
    }

    @Test
    void aSequentialPoolKeepsNoOutput() throws Exception {
        try (var sequential = SequentialPool.create()) {
            var task = sequential.submit(() -> 1);
            task.get();
            assertEquals("", task.output());
        }
    }

    // ---- all of it, every time

    @Test
    @Timeout(value = 10 * Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
    void allOfALongTextArrivesInFiveHundredOfFiveHundredRuns() throws Exception {
        assertAllArrives(() -> {
            for (int i = 0; i < LONG_TEXT_LINES; i++) {
                System.out.println("123456789 ".repeat(10));
            }
            return 1;
        });
    }

    @Test
    @Timeout(value = 10 * Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
    void allOfALongNativeTextArrivesInFiveHundredOfFiveHundredRuns() throws Exception {
        assertAllArrives(() -> {
            printNatively(FileDescriptor.out, LONG_TEXT);
            return 1;
        });
    }

    private void assertAllArrives(RemoteCallable<Integer> prints) throws Exception {
        var missing = new ConcurrentLinkedQueue<String>();
        for (int run = 0; run < RUNS; run++) {
            lines.clear();
            var task = pool.submit(prints);
            task.get();
            if (!task.output().equals(LONG_TEXT)) {
                missing.add("run " + run + ": " + task.output().length() + " characters with the future");
            }
            Await.until(
                    () -> linesOf(task, false).size() >= LONG_TEXT_LINES,
                    Patience.surely(),
                    () -> "only " + linesOf(task, false).size() + " lines came");
            if (!linesOf(task, false).stream()
                    .collect(Collectors.joining("\n", "", "\n"))
                    .equals(LONG_TEXT)) {
                missing.add("run " + run + ": other lines");
            }
        }
        assertEquals(List.of(), List.copyOf(missing));
    }
}
