package dev.procpool.internal.thread;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procpool.internal.worker.Answer;
import dev.procpool.internal.worker.Assignment;
import dev.procpool.internal.worker.PoolThreads;
import dev.procpool.internal.worker.Worker;
import dev.procpool.internal.worker.WorkerDeath;
import dev.procpool.internal.worker.WorkerEvents;
import dev.procpool.testing.Patience;
import dev.procpool.wire.CancelKind;
import dev.procpool.wire.OutputChannel;
import dev.procpool.wire.TaskStack;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a worker that is a thread makes of cancels that come at odd moments. */
final class ThreadWorkerTest {

    private final Heard heard = new Heard();
    private final Worker worker = new ThreadSource("threads").worker(1, heard, new AtOnce());

    @Test
    void aLateCancelOfOneAttemptDoesNotHitTheNext() throws InterruptedException {
        Callable<Integer> task = () -> 42;
        worker.cancel(5, 1, CancelKind.SHOW_STACK_AND_INTERRUPT);
        worker.run(new Assignment(5, 2, task, null));
        worker.startLater();

        assertEquals(new Answer.Returned(42), heard.answer());
        worker.stop();
    }

    @Test
    void anAttemptThatIsCancelledBeforeItBeginsDoesNotRun() throws InterruptedException {
        Callable<Integer> task = () -> 42;
        worker.cancel(5, 2, CancelKind.ONLY_IF_WAITING);
        worker.run(new Assignment(5, 2, task, null));
        worker.startLater();

        assertEquals(new Answer.Returned(null), heard.answer());
        worker.stop();
    }

    /** On the thread of whoever wants it done. */
    private static final class AtOnce implements PoolThreads {

        @Override
        public void soon(Runnable action) {
            action.run();
        }

        @Override
        public void blocking(Runnable action) {
            action.run();
        }
    }

    /** Keeps the answers and forgets the rest. */
    private static final class Heard implements WorkerEvents {

        private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();

        Answer answer() throws InterruptedException {
            return answers.poll(Patience.surely().toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public void answered(int worker, long taskId, Answer answer) {
            answers.add(answer);
        }

        @Override
        public void ready(int worker, long pid) {}

        @Override
        public void started(int worker, long taskId) {}

        @Override
        public void undecodable(int worker, long taskId) {}

        @Override
        public void stack(int worker, long taskId, TaskStack stack) {}

        @Override
        public void progress(int worker, long taskId, long done, long total) {}

        @Override
        public void output(int worker, long taskId, OutputChannel channel, byte[] text) {}

        @Override
        public void died(int worker, WorkerDeath death) {}
    }
}
