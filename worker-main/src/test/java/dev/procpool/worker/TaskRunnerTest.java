package dev.procpool.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.codec.FallbackCodec;
import dev.procpool.codec.FallbackCodec.Encoded;
import dev.procpool.codec.FstCodec;
import dev.procpool.codec.JdkCodec;
import dev.procpool.task.RemoteCallable;
import dev.procpool.task.RemoteRunnable;
import dev.procpool.testing.Patience;
import dev.procpool.wire.Failure;
import dev.procpool.wire.OutputChannel;
import dev.procpool.worker.Parent.Failed;
import dev.procpool.worker.Parent.Heard;
import dev.procpool.worker.Parent.Printed;
import dev.procpool.worker.Parent.Started;
import dev.procpool.worker.Parent.Undecodable;
import dev.procpool.worker.Parent.Value;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** One task from its bytes to its answer, over pipes in memory; after whatever it did, the next one runs. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class TaskRunnerTest {

    private static final int LIMIT = 10_000;
    private static final long ID = 42;

    private final PrintStream realOut = System.out;
    private final PrintStream realErr = System.err;
    private final FallbackCodec codec = FallbackCodec.preferFst();
    private final Parent parent = new Parent();
    private CurrentTask current;
    private TaskRunner runner;

    @BeforeEach
    void createRunner() {
        current = new CurrentTask(Thread.currentThread());
        runner = new TaskRunner(
                codec,
                1,
                LIMIT,
                parent.writer(),
                current,
                OutputCapture.install(Parent.SETTINGS, parent.writer(), current),
                new TaskWatcher(() -> false, current, task -> {}));
    }

    @AfterEach
    void restoreStreams() {
        System.setOut(realOut);
        System.setErr(realErr);
        Thread.interrupted();
    }

    private List<Heard> run(RemoteCallable<?> task) throws IOException {
        return run(codec.encode(task));
    }

    private List<Heard> run(Encoded task) throws IOException {
        runner.run(new Order.Run(ID, 1, false, task));
        return parent.heard();
    }

    private Object decode(Heard heard) throws Exception {
        var value = (Value) heard;
        return codec.decode(value.codec(), value.body(), value.bulk());
    }

    /** Numbers that take far fewer bytes in FST than in the JDK's serialization. */
    private static List<Integer> boxed(int count) {
        return IntStream.range(0, count).map(i -> i % 100).boxed().collect(Collectors.toCollection(ArrayList::new));
    }

    private static Failure failure(Heard heard, Failure.Kind kind) {
        Failure failure = ((Failed) heard).failure();
        assertEquals(kind, failure.kind(), failure::stackTrace);
        return failure;
    }

    @Test
    void aCallableAnswersWithItsValue() throws Exception {
        List<Heard> heard = run(() -> 6 * 7);

        assertEquals(2, heard.size());
        assertEquals(new Started(ID), heard.get(0));
        assertEquals(42, decode(heard.get(1)));
        assertFalse(((Value) heard.get(1)).retained());
    }

    @Test
    void aRunnableAnswersWithNull() throws Exception {
        List<Heard> heard = run(codec.encode((RemoteRunnable) () -> System.out.println("ran")));

        assertEquals(new Started(ID), heard.get(0));
        assertEquals(new Printed(ID, OutputChannel.STDOUT, "ran\n"), heard.get(1));
        assertEquals(null, decode(heard.get(2)));
    }

    @Test
    void whatIsBothIsCalled() throws Exception {
        assertEquals("called", decode(run(codec.encode(new Both())).get(1)));
    }

    @Test
    void whatIsNeitherFailsAsATask() throws Exception {
        Failure failure = failure(run(codec.encode("a string")).get(1), Failure.Kind.THREW);

        assertEquals("java.lang.ClassCastException", failure.className());
    }

    @Test
    void aTaskThatThrowsAnswersWithThatAndWithoutOurFrames() throws Exception {
        List<Heard> heard = run(() -> {
            throw new IOException("from the task");
        });

        Failure failure = failure(heard.get(1), Failure.Kind.THREW);
        assertEquals("java.io.IOException", failure.className());
        assertEquals("from the task", failure.message());
        var rebuilt = assertInstanceOf(IOException.class, codec.decode(failure.codec(), failure.encoded()));
        assertTrue(rebuilt.getStackTrace().length > 0);
        assertFalse(failure.stackTrace().contains("TaskRunner."), failure.stackTrace());
    }

    @Test
    void anErrorOfATaskIsAnAnswerToo() throws Exception {
        List<Heard> heard = run(() -> {
            throw new StackOverflowError("from the task");
        });

        assertEquals(
                "java.lang.StackOverflowError",
                failure(heard.get(1), Failure.Kind.THREW).className());
    }

    @Test
    void bytesThatFstCannotDecodeAreAskedForAgain() throws Exception {
        List<Heard> heard = run(new Encoded(FstCodec.WIRE_ID, new byte[] {1, 2, 3}));

        assertEquals(List.of(new Started(ID), new Undecodable(ID)), heard);
    }

    @Test
    void bytesThatTheJdkCannotDecodeAreAFailure() throws Exception {
        List<Heard> heard = run(new Encoded(JdkCodec.WIRE_ID, new byte[] {1, 2, 3}));

        assertEquals(new Started(ID), heard.get(0));
        assertEquals(
                "java.io.EOFException",
                failure(heard.get(1), Failure.Kind.TASK_NOT_DECODABLE).className());
    }

    @Test
    void aTaskWhoseReadObjectFailsIsAFailureAfterItsStart() throws Exception {
        List<Heard> heard = run(codec.encodeWithJdk(new PrintsAndFailsAtDecode()));

        assertEquals(new Started(ID), heard.get(0));
        assertEquals(new Printed(ID, OutputChannel.STDOUT, "decoding"), heard.get(1));
        assertEquals(
                "java.lang.AssertionError",
                failure(heard.get(2), Failure.Kind.TASK_NOT_DECODABLE).className());
    }

    @Test
    void whatAnExceptionPrintsWhenItIsAskedForItsTextIsTheTasksAndComesBeforeIt() throws Exception {
        List<Heard> heard = run(() -> {
            throw new Talkative();
        });

        assertEquals(new Started(ID), heard.get(0));
        assertEquals(new Printed(ID, OutputChannel.STDOUT, "encoded\n"), heard.get(1));
        assertEquals(new Printed(ID, OutputChannel.STDOUT, "asked\n"), heard.get(2));
        failure(heard.get(heard.size() - 1), Failure.Kind.THREW);
    }

    @Test
    void aResultThatCannotTravelIsAFailure() throws Exception {
        List<Heard> heard = run(() -> new Object[] {Thread.currentThread()});

        Failure failure = failure(heard.get(1), Failure.Kind.RESULT_NOT_ENCODABLE);
        assertEquals("java.io.NotSerializableException", failure.className());
        assertTrue(failure.message().contains("java.lang.Thread is not Serializable"), failure.message());
    }

    @Test
    void aResultOverTheLimitIsAFailure() throws Exception {
        int size = codec.encode(new byte[LIMIT]).bytes().length;
        List<Heard> heard = run(() -> new byte[LIMIT]);

        assertEquals(
                "the result is too large to travel: " + size + " bytes > max=10000;"
                        + " return less, or write it to a file and return its path",
                failure(heard.get(1), Failure.Kind.RESULT_NOT_ENCODABLE).message());
    }

    /** Else the parent would refuse the frame, and the worker with it. */
    @Test
    void aFailureOverTheLimitIsCutToIt() throws Exception {
        String message = "x".repeat(5 * LIMIT);
        List<Heard> heard = run(() -> {
            throw new IllegalStateException(message);
        });

        Failure failure = failure(heard.get(1), Failure.Kind.THREW);
        assertEquals("java.lang.IllegalStateException", failure.className());
        assertEquals(0, failure.encoded().length);
        int texts = failure.message().length() + failure.stackTrace().length();
        assertTrue(texts < LIMIT, "texts=" + texts);
        assertTrue(failure.message().startsWith("xxxx"), failure.message());
    }

    @Test
    void whatATaskPrintedComesBeforeItsAnswer() throws Exception {
        List<Heard> heard = run(() -> {
            System.out.print("not ended");
            System.err.print("nor this");
            return null;
        });

        assertEquals(new Started(ID), heard.get(0));
        assertEquals(new Printed(ID, OutputChannel.STDOUT, "not ended"), heard.get(1));
        assertEquals(new Printed(ID, OutputChannel.STDERR, "nor this"), heard.get(2));
        assertInstanceOf(Value.class, heard.get(3));
    }

    @Test
    void aTaskThatWasCancelledBeforeDoesNotRun() throws Exception {
        current.cancel(ID, 1, true);

        List<Heard> heard = run(() -> {
            System.out.println("it ran");
            return null;
        });

        assertEquals(1, heard.size());
        failure(heard.get(0), Failure.Kind.CANCELLED);
    }

    @Test
    void anInterruptATaskLeavesBehindDoesNotReachTheNext() throws Exception {
        run(() -> {
            Thread.currentThread().interrupt();
            return null;
        });

        List<Heard> heard = run(() -> Thread.currentThread().isInterrupted());

        assertEquals(false, decode(heard.get(heard.size() - 1)));
    }

    @Test
    void afterEveryKindOfFailureTheNextTaskRuns() throws Exception {
        run(() -> {
            throw new StackOverflowError("from the task");
        });
        run(new Encoded(JdkCodec.WIRE_ID, new byte[0]));
        run(new Encoded((byte) 99, new byte[0]));
        run(() -> new Object());
        run(() -> new byte[LIMIT]);

        List<Heard> heard = run(() -> "still here");

        assertEquals("still here", decode(heard.get(heard.size() - 1)));
        assertEquals(0, current.id());
    }

    @Test
    void aRetainedResultIsSentAgainByTheJdkCodecOnce() throws Exception {
        List<Heard> heard = run(() -> List.of("a", "b"));
        assertTrue(((Value) heard.get(1)).retained());

        runner.resend(ID);

        var again = (Value) parent.heard().get(2);
        assertEquals(JdkCodec.WIRE_ID, again.codec());
        assertFalse(again.retained());
        assertEquals(List.of("a", "b"), decode(again));
    }

    /** The same object is longer in the JDK's bytes. */
    @Test
    void aRetainedResultThatIsTooLargeTheSecondTimeIsAFailure() throws Exception {
        List<Heard> heard = run(() -> boxed(4_000));
        assertTrue(((Value) heard.get(1)).retained());

        runner.resend(ID);

        Failure failure = failure(parent.heard().get(2), Failure.Kind.RESULT_NOT_ENCODABLE);
        assertTrue(failure.message().startsWith("the result is too large to travel: "), failure.message());
    }

    @Test
    void aReleasedResultIsGone() throws Exception {
        run(() -> List.of("a"));
        runner.release(ID);

        runner.resend(ID);

        Failure failure = failure(parent.heard().get(2), Failure.Kind.RESULT_NOT_ENCODABLE);
        assertEquals("the result is not kept any more", failure.message());
    }

    private static final class Both implements Callable<String>, Runnable, Serializable {
        @Serial
        private static final long serialVersionUID = 1;

        @Override
        public String call() {
            return "called";
        }

        @Override
        public void run() {
            throw new AssertionError("run");
        }
    }

    private static final class PrintsAndFailsAtDecode implements RemoteRunnable {
        @Serial
        private static final long serialVersionUID = 1;

        @Override
        public void run() {}

        @Serial
        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
        }

        @Serial
        private void readObject(ObjectInputStream in) {
            System.out.print("decoding");
            throw new AssertionError("from readObject");
        }
    }

    private static final class Talkative extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            System.out.println("asked");
            return "none";
        }

        @Serial
        private void writeObject(ObjectOutputStream out) throws IOException {
            System.out.println("encoded");
            out.defaultWriteObject();
        }
    }
}
