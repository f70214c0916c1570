package dev.procpool.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.codec.FallbackCodec;
import dev.procpool.codec.FallbackCodec.Encoded;
import dev.procpool.task.RemoteCallable;
import dev.procpool.task.TaskContext;
import dev.procpool.testing.Await;
import dev.procpool.testing.Patience;
import dev.procpool.wire.CancelKind;
import dev.procpool.wire.Failure;
import dev.procpool.wire.TaskStack;
import dev.procpool.wire.WindowFiles;
import dev.procpool.wire.WorkerSettings;
import dev.procpool.worker.Parent.Failed;
import dev.procpool.worker.Parent.Heard;
import dev.procpool.worker.Parent.Progress;
import dev.procpool.worker.Parent.Stack;
import dev.procpool.worker.Parent.Started;
import dev.procpool.worker.Parent.Value;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Orders are carried out one after the other, as the parent gave them. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class TaskLoopTest {

    private final PrintStream realOut = System.out;
    private final PrintStream realErr = System.err;
    private final FallbackCodec codec = FallbackCodec.preferFst();
    private final Parent parent = new Parent();

    @AfterEach
    void restoreStreams() {
        System.setOut(realOut);
        System.setErr(realErr);
    }

    private TaskLoop loop(Inbox inbox, CurrentTask current) {
        var output = OutputCapture.install(Parent.SETTINGS, parent.writer(), current);
        return new TaskLoop(
                inbox,
                new TaskRunner(
                        codec,
                        1,
                        Integer.MAX_VALUE,
                        parent.writer(),
                        current,
                        output,
                        new TaskWatcher(() -> false, current, task -> {})));
    }

    private void order(Inbox inbox, long id, RemoteCallable<?> task) throws IOException {
        Encoded encoded = codec.encode(task);
        inbox.task(id, 1, encoded.codec(), encoded.bytes());
    }

    @Test
    void ordersAreCarriedOutInTheirOrderUntilTheStop() throws Exception {
        var current = new CurrentTask(Thread.currentThread());
        var inbox = new Inbox(current, parent.writer());
        order(inbox, 1, () -> List.of("kept"));
        order(inbox, 2, () -> "two");
        inbox.resend(1);
        inbox.release(2);
        inbox.stop();
        order(inbox, 3, () -> "never");

        loop(inbox, current).run();

        assertEquals(
                List.of("started 1", "value 1", "started 2", "value 2", "value 1"),
                parent.heard().stream().map(TaskLoopTest::brief).toList());
    }

    @Test
    void aTaskWithoutRoomFailsAloneAndInItsTurn() throws Exception {
        var current = new CurrentTask(Thread.currentThread());
        var inbox = new Inbox(current, parent.writer());
        order(inbox, 1, () -> "one");
        inbox.taskWithoutRoom(2, 1_234_567_890);
        order(inbox, 3, () -> "three");
        inbox.stop();

        loop(inbox, current).run();

        List<Heard> heard = parent.heard();
        assertEquals(
                List.of("started 1", "value 1", "started 2", "other", "started 3", "value 3"),
                heard.stream().map(TaskLoopTest::brief).toList());
        Failed failed = assertInstanceOf(Failed.class, heard.get(3));
        assertEquals(2, failed.task());
        assertEquals(Failure.Kind.TASK_NOT_DECODABLE, failed.failure().kind());
        assertEquals(
                "no room for the task in the worker's heap: body=1234567890 bytes, max heap="
                        + Runtime.getRuntime().maxMemory() + " bytes; give the workers more, as with"
                        + " jvmArgs(\"-Xmx4g\"), or pass the data in a file",
                failed.failure().message());
    }

    @Test
    void aTaskWithoutRoomMayHaveBeenCancelled() throws Exception {
        var current = new CurrentTask(Thread.currentThread());
        var inbox = new Inbox(current, parent.writer());
        inbox.taskWithoutRoom(1, 1_000);
        inbox.cancel(1, 1, CancelKind.INTERRUPT);
        inbox.stop();

        loop(inbox, current).run();

        Failed failed = assertInstanceOf(Failed.class, parent.heard().get(0));
        assertEquals(Failure.Kind.CANCELLED, failed.failure().kind());
    }

    @Test
    void aCancelOvertakesTheTasksThatWait() throws Exception {
        var current = new CurrentTask(Thread.currentThread());
        var inbox = new Inbox(current, parent.writer());
        order(inbox, 1, () -> "one");
        order(inbox, 2, () -> "two");
        inbox.cancel(2, 1, CancelKind.INTERRUPT);
        inbox.stop();

        loop(inbox, current).run();

        List<Heard> heard = parent.heard();
        assertEquals(
                List.of("other", "started 1", "value 1"),
                heard.stream().map(TaskLoopTest::brief).toList());
    }

    /** Where a task hangs is seen from outside, before the interrupt moves it. */
    @Test
    void theStackOfATaskIsSentBeforeItIsInterrupted() throws Exception {
        var current = new CurrentTask(Thread.currentThread());
        var inbox = new Inbox(current, parent.writer());
        order(inbox, 1, TaskLoopTest::hangUntilInterrupted);
        inbox.stop();
        Thread main = Thread.currentThread();
        var canceller = new Thread(() -> {
            // Begun is not enough: it is to be where it hangs.
            Await.until(() -> current.id() == 1 && main.getState() == Thread.State.WAITING, "task 1 does not hang");
            inbox.cancel(1, 1, CancelKind.SHOW_STACK_AND_INTERRUPT);
        });
        canceller.start();

        loop(inbox, current).run();
        canceller.join();

        Await.until(() -> stacks().size() == 1, "no stack was sent");
        Stack sent = stacks().get(0);
        assertEquals(1, sent.task());
        List<String> methods = sent.stack().frames().stream()
                .map(StackTraceElement::getMethodName)
                .toList();
        assertTrue(methods.contains("hangUntilInterrupted"), methods.toString());
        assertFalse(methods.contains("runDecoded"), "our own frames are cut off: " + methods);
    }

    @Test
    void aTaskThatHasEndedShowsAnEmptyStack() throws Exception {
        var inbox = new Inbox(new CurrentTask(Thread.currentThread()), parent.writer());

        inbox.cancel(9, 1, CancelKind.SHOW_STACK_AND_INTERRUPT);

        Await.until(() -> stacks().equals(List.of(new Stack(9, TaskStack.EMPTY))), "no empty stack was sent");
    }

    @Test
    void aTaskKnowsItselfAndSaysHowFarItIs() throws Exception {
        var current = new CurrentTask(Thread.currentThread());
        var inbox = new Inbox(current, parent.writer());
        Encoded task = codec.encode((RemoteCallable<?>) () -> {
            TaskContext context = TaskContext.current();
            context.progress(1, 3);
            context.progress(2, 3);
            context.progress(3, 3);
            return context.taskId() + " " + context.attempt() + " " + context.worker() + " " + context.isCancelled();
        });
        inbox.task(7, 2, task.codec(), task.bytes());
        inbox.stop();

        loop(inbox, current).run();

        assertThrows(IllegalStateException.class, TaskContext::current);
        List<Heard> heard = parent.heard();
        assertEquals(
                List.of(new Progress(7, 1, 3), new Progress(7, 3, 3)),
                heard.stream().filter(Progress.class::isInstance).toList(),
                "what comes too fast is left out, but not the end");
        Value value = assertInstanceOf(Value.class, heard.get(heard.size() - 1));
        assertEquals("7 2 1 false", codec.decode(value.codec(), value.body()));
    }

    private static Object hangUntilInterrupted() {
        try {
            new CountDownLatch(1).await();
            return null;
        } catch (InterruptedException e) {
            return "interrupted";
        }
    }

    private List<Stack> stacks() {
        try {
            return parent.heard().stream()
                    .filter(Stack.class::isInstance)
                    .map(Stack.class::cast)
                    .toList();
        } catch (IOException e) {
            throw new AssertionError("memory only", e);
        }
    }

    /** Whoever still knows the main thread may interrupt it at any time. */
    @Test
    void aStrayInterruptBetweenTasksDoesNotEndTheWorker() throws Exception {
        var current = new CurrentTask(Thread.currentThread());
        var inbox = new Inbox(current, parent.writer());
        order(inbox, 1, () -> "one");
        inbox.stop();

        Thread.currentThread().interrupt();
        loop(inbox, current).run();

        assertEquals(
                List.of("started 1", "value 1"),
                parent.heard().stream().map(TaskLoopTest::brief).toList());
    }

    @Test
    void theSettingsAreTheFirstThatCome() throws InterruptedException {
        var inbox = new Inbox(new CurrentTask(Thread.currentThread()), parent.writer());
        var settings =
                new WorkerSettings("render", 1, (byte) 1, 1_000, "out", "err", WindowFiles.NONE, "", 0, Map.of());

        inbox.configure(settings);

        assertEquals(settings, inbox.awaitSettings());
    }

    private static String brief(Heard heard) {
        if (heard instanceof Started started) {
            return "started " + started.task();
        }
        return heard instanceof Value value ? "value " + value.task() : "other";
    }
}
