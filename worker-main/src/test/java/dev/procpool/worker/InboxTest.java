package dev.procpool.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.testing.Await;
import dev.procpool.testing.Patience;
import dev.procpool.wire.CancelKind;
import dev.procpool.wire.FrameReader;
import dev.procpool.wire.ToWorkerReader;
import dev.procpool.wire.ToWorkerWriter;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Who reads when. The test's thread plays the main thread, and writes what the parent says before it reads it. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class InboxTest {

    private final Parent parent = new Parent();
    private final UninterruptiblePipe pipe = new UninterruptiblePipe();
    private final ToWorkerWriter says = new ToWorkerWriter(pipe.sink());
    private final AtomicInteger takenBack = new AtomicInteger();
    private CurrentTask current;
    private Inbox inbox;

    /** On the thread that plays the main thread. */
    private void connect() throws IOException {
        current = new CurrentTask(Thread.currentThread());
        inbox = new Inbox(current, parent.writer());
        inbox.whenTakenBack(takenBack::incrementAndGet);
        inbox.readFrom(new ToWorkerReader(new FrameReader(pipe, 1 << 20)));
        says.configure(Parent.SETTINGS);
        says.flush();
        assertEquals(Parent.SETTINGS, inbox.awaitSettings());
    }

    /** Not by the end of the stream, which would halt this JVM. */
    @AfterEach
    void endReaderThread() throws IOException {
        inbox.end();
        says.release(1);
        says.flush();
    }

    private void say(long... tasks) throws IOException {
        for (long task : tasks) {
            says.task(task, 1, (byte) 1, new byte[3]);
        }
        says.flush();
    }

    private void assertTakes(long task) throws IOException {
        assertEquals(task, assertInstanceOf(Order.Run.class, inbox.take()).taskId());
    }

    @Test
    void theMainThreadReadsForItself() throws IOException {
        connect();
        say(1, 2);
        assertTakes(1);
        assertTakes(2);
        say(3);
        assertTakes(3);
    }

    @Test
    void duringALongTaskTheReaderThreadReadsAndCancels() throws IOException {
        connect();
        say(1);
        assertTakes(1);
        RunningTask task = parent.running(1);
        current.begin(task);
        inbox.readWhile(task);
        says.cancel(1, 1, CancelKind.INTERRUPT);
        says.flush();

        Await.until(task::isCancelled, "nobody reads the cancel");
        current.end();
    }

    @Test
    void aTaskThatIsCancelledWhileItWaitsBehindALongOneIsTakenBackAtOnce() throws IOException {
        connect();
        say(1, 2, 3);
        assertTakes(1);
        RunningTask task = parent.running(1);
        current.begin(task);
        inbox.readWhile(task);
        says.cancel(3, 1, CancelKind.ONLY_IF_WAITING);
        says.flush();

        Await.until(() -> takenBack.get() == 1, "it is not taken back");
        assertEquals(3, inbox.pollTakenBack());
        assertNull(inbox.pollTakenBack());
        current.end();
        assertTakes(2);
    }

    @Test
    void aTaskThatItsCancelHasOvertakenIsTakenBackAtOnce() throws IOException {
        connect();
        says.cancel(1, 1, CancelKind.ONLY_IF_WAITING);
        say(1, 2);

        Order next = inbox.take();

        assertTrue(next instanceof Order.NotRun cancelled && cancelled.taskId() == 1, next::toString);
        assertTakes(2);
    }

    @Test
    void whatNobodyElseHasAnsweredTheMainThreadAnswers() throws IOException {
        connect();
        say(1, 2);
        says.cancel(2, 1, CancelKind.ONLY_IF_WAITING);
        says.flush();

        Order next = inbox.take();

        assertTrue(next instanceof Order.NotRun cancelled && cancelled.taskId() == 2, next::toString);
        assertTakes(1);
    }

    /** The reader thread hands over what it gets, and its place. */
    @Test
    void afterALongTaskTheMainThreadGetsItsOrdersWhoeverReads() throws IOException {
        connect();
        long id = 1;
        say(id);
        for (int round = 0; round < 50; round++) {
            assertTakes(id);
            RunningTask task = parent.running(id);
            current.begin(task);
            inbox.readWhile(task);
            says.cancel(id, 1, CancelKind.INTERRUPT);
            says.flush();
            Await.until(task::isCancelled, "nobody reads the cancel");
            current.end();
            id++;
            say(id);
            assertTakes(id);
            id++;
            say(id);
        }
        assertTakes(id);
    }
}
