package dev.procpool.internal.thread;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.internal.worker.Answer;
import dev.procpool.internal.worker.Assignment;
import dev.procpool.internal.worker.PoolThreads;
import dev.procpool.internal.worker.TaskReport;
import dev.procpool.internal.worker.WorkerDeath;
import dev.procpool.internal.worker.WorkerEvents;
import dev.procpool.testing.Patience;
import dev.procpool.wire.CancelKind;
import dev.procpool.wire.Failure;
import dev.procpool.wire.OutputChannel;
import dev.procpool.wire.TaskStack;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
final class ThreadWorkerTest {

    private static final Callable<String> DONE = () -> "done";

    private final Heard heard = new Heard();
    private final ThreadWorker worker = new ThreadWorker("test", 1, heard, new AtOnce());

    @AfterEach
    void ends() throws InterruptedException {
        worker.stop();
        heard.death.await();
    }

    @Test
    void aLateCancelOfOneAttemptDoesNotHitTheNext() throws Exception {
        worker.startLater();
        worker.run(new Assignment(7, 1, false, DONE, null));
        assertEquals(new Answer.Returned("done"), heard.answers.take());
        worker.cancel(7, 1, CancelKind.SHOW_STACK_AND_INTERRUPT);
        heard.stack.await();

        worker.run(new Assignment(7, 2, false, DONE, null));
        assertEquals(new Answer.Returned("done"), heard.answers.take());
    }

    @Test
    void anAttemptThatIsCancelledBeforeItBeginsSaysThatItHasNotRun() throws Exception {
        worker.cancel(7, 2, CancelKind.SHOW_STACK_AND_INTERRUPT);
        heard.stack.await();
        worker.run(new Assignment(7, 2, false, DONE, null));
        worker.startLater();

        var notRun = assertInstanceOf(Answer.Failed.class, heard.answers.take());
        assertEquals(Failure.Kind.CANCELLED, notRun.failure().kind());
    }

    @Test
    void anEventThatThrowsIsTheWorkersDeath() throws Exception {
        heard.fails = true;
        worker.startLater();
        worker.run(new Assignment(7, 1, false, DONE, null));
        heard.death.await();
        assertTrue(heard.how.describe().contains("no thread for you"), heard.how::describe);
    }

    @Test
    void aKillThatOvertakesTheLaunchIsToldAsADeathAfterIt() throws Exception {
        worker.kill();
        assertNull(heard.how, "it has not been launched yet");
        worker.startLater();
        heard.death.await();
        assertEquals(0, heard.ready, "no thread was started");
    }

    /** Actions that reach the pool's threads run at once, except those that may wait: their threads are all taken. */
    private static final class AtOnce implements PoolThreads {

        @Override
        public void soon(Runnable action) {
            action.run();
        }

        @Override
        public void later(Runnable action) {
            throw new AssertionError("nothing is to be released");
        }

        @Override
        public void blocking(Runnable action) {
            throw new AssertionError("an action of the user's may hold up these threads");
        }
    }

    private static final class Heard implements WorkerEvents {

        final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
        final CountDownLatch stack = new CountDownLatch(1);
        final CountDownLatch death = new CountDownLatch(1);
        volatile WorkerDeath how;
        volatile int ready;
        volatile boolean fails;

        @Override
        public void ready(int worker, long pid, boolean takesSeveral) {
            ready++;
        }

        @Override
        public void reported(int worker, List<TaskReport> reports) {
            for (TaskReport report : reports) {
                if (report instanceof TaskReport.Answered answered) {
                    answers.add(answered.answer());
                } else if (fails) {
                    throw new OutOfMemoryError("no thread for you");
                }
            }
        }

        @Override
        public void stack(int worker, long taskId, TaskStack taken) {
            stack.countDown();
        }

        @Override
        public void died(int worker, WorkerDeath death) {
            how = death;
            this.death.countDown();
        }

        @Override
        public void undecodable(int worker, long taskId) {}

        @Override
        public void progress(int worker, long taskId, long done, long total) {}

        @Override
        public void output(int worker, long taskId, OutputChannel channel, byte[] text) {}
    }
}
