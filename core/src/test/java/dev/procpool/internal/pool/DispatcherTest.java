package dev.procpool.internal.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.PoolBrokenException;
import dev.procpool.internal.worker.Assignment;
import dev.procpool.internal.worker.PoolThreads;
import dev.procpool.internal.worker.Worker;
import dev.procpool.internal.worker.WorkerDeath;
import dev.procpool.internal.worker.WorkerEvents;
import dev.procpool.internal.worker.WorkerSource;
import dev.procpool.testing.Await;
import dev.procpool.testing.Patience;
import dev.procpool.wire.CancelKind;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** What happens between a decision and its performance. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
final class DispatcherTest {

    private final List<Assignment> given = new ArrayList<>();
    private final List<Integer> made = new CopyOnWriteArrayList<>();
    private Runnable whenOneIsGiven = () -> {};

    @Test
    void aTaskThatIsCancelledBeforeItIsSentDoesNotKeepItsWorkerBusy() throws Exception {
        var dispatcher = new Dispatcher(PoolShape.of(2).settings(), new Source());
        dispatcher.open();
        var group = new Broadcast();
        PendingTask first = Given.broadcastTask(1, group);
        PendingTask second = Given.broadcastTask(2, group);
        // Both have been decided to be sent when the first of them is.
        whenOneIsGiven = () -> dispatcher.cancelled(second, false);
        dispatcher.broadcast(List.of(first, second), null);

        assertEquals(List.of(1L), given.stream().map(Assignment::taskId).toList());
        assertTrue(dispatcher.toString().contains("busy=1"), dispatcher::toString);
        dispatcher.cancelled(first, true);
        dispatcher.shutdown();
        assertTrue(dispatcher.awaitTermination(Patience.surely().toNanos(), TimeUnit.NANOSECONDS));
    }

    @Test
    void anEventThatThrowsBreaksThePoolInsteadOfHangingIt() throws Exception {
        var bug = new IllegalStateException("a bug");
        var dispatcher = new Dispatcher(PoolShape.of(2).settings(), new Source());
        dispatcher.open();
        PendingTask running = Given.task(1);
        dispatcher.submit(running);
        dispatcher.tell(pool -> {
            throw bug;
        });

        var failure = assertThrows(
                ExecutionException.class,
                () -> running.future().get(Patience.surely().toNanos(), TimeUnit.NANOSECONDS));
        var broken = assertInstanceOf(PoolBrokenException.class, failure.getCause());
        assertSame(bug, broken.getCause());
        assertTrue(broken.getMessage().contains("its own code failed with " + bug), broken.getMessage());
        assertThrows(PoolBrokenException.class, () -> dispatcher.submit(Given.task(2)));
        dispatcher.shutdown();
        assertTrue(dispatcher.awaitTermination(Patience.surely().toNanos(), TimeUnit.NANOSECONDS));
    }

    @Test
    void aKillThatComesAfterTheDeathMakesNoNewWorker() throws Exception {
        var dispatcher = new Dispatcher(PoolShape.of(1).settings(), new Source());
        dispatcher.open();
        dispatcher.tell(pool -> List.of(new Effect.Kill(1)));
        Await.until(() -> made.contains(2), "no replacement");
        // As it may be performed late, by a thread that was held up.
        dispatcher.tell(pool -> List.of(new Effect.Kill(1)));

        dispatcher.shutdown();
        assertTrue(dispatcher.awaitTermination(Patience.surely().toNanos(), TimeUnit.NANOSECONDS));
        assertEquals(List.of(1, 2), made);
    }

    /** Workers that are ready at once, never answer, and end as soon as they are asked to. */
    private final class Source implements WorkerSource {

        @Override
        public Worker worker(int number, WorkerEvents events, PoolThreads threads) {
            made.add(number);
            return new Silent(number, events, threads);
        }

        @Override
        public void close() {}
    }

    private final class Silent implements Worker {

        private final int number;
        private final WorkerEvents events;
        private final PoolThreads threads;
        private final AtomicBoolean ended = new AtomicBoolean();

        Silent(int number, WorkerEvents events, PoolThreads threads) {
            this.number = number;
            this.events = events;
            this.threads = threads;
        }

        @Override
        public void startLater() {
            events.ready(number, 0, false);
        }

        @Override
        public void run(Assignment assignment) {
            given.add(assignment);
            whenOneIsGiven.run();
        }

        @Override
        public void cancel(long taskId, int attempt, CancelKind kind) {
            if (kind == CancelKind.INTERRUPT) {
                end();
            }
        }

        @Override
        public void release(long taskId) {}

        @Override
        public void resend(long taskId) {}

        @Override
        public void stop() {
            end();
        }

        @Override
        public void terminate() {
            // As is told by the cancel.
        }

        @Override
        public void kill() {
            end();
        }

        private void end() {
            if (ended.compareAndSet(false, true)) {
                threads.soon(() -> events.died(number, WorkerDeath.ofThread(number, "it was asked to")));
            }
        }

        @Override
        public void help(BooleanSupplier done) {
            // It has nothing to say.
        }

        @Override
        public OptionalLong residentBytes() {
            return OptionalLong.empty();
        }
    }
}
