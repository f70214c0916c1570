package dev.procpool.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.testing.Patience;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** A cancel hits its task and no other, whenever it comes. The test's thread plays the main thread. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class CurrentTaskTest {

    private final Parent parent = new Parent();

    @Test
    void tellsTheTaskThatRuns() {
        var current = new CurrentTask(Thread.currentThread());
        assertEquals(0, current.id());
        assertTrue(current.begin(parent.running(5)));
        assertEquals(5, current.id());
        current.end();
        assertEquals(0, current.id());
    }

    @Test
    void aCancelInterruptsTheTaskThatRuns() {
        var current = new CurrentTask(Thread.currentThread());
        current.begin(parent.running(5));

        current.cancel(5, 1, true);

        assertTrue(Thread.interrupted());
    }

    @Test
    void aCancelOfAnotherTaskInterruptsNobody() {
        var current = new CurrentTask(Thread.currentThread());
        current.begin(parent.running(5));

        current.cancel(6, 1, true);

        assertFalse(Thread.interrupted());
    }

    @Test
    void anInterruptThatWasNotConsumedDoesNotReachTheNextTask() {
        var current = new CurrentTask(Thread.currentThread());
        current.begin(parent.running(5));
        current.cancel(5, 1, true);
        current.end();

        assertTrue(current.begin(parent.running(6)));
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void aCancelAfterTheEndInterruptsNobody() {
        var current = new CurrentTask(Thread.currentThread());
        current.begin(parent.running(5));
        current.end();

        current.cancel(5, 1, true);

        assertFalse(Thread.interrupted());
        assertTrue(current.begin(parent.running(6)));
    }

    @Test
    void aTaskThatWasCancelledBeforeItBeganDoesNotBegin() {
        var current = new CurrentTask(Thread.currentThread());
        current.cancel(5, 1, true);

        assertFalse(current.begin(parent.running(5)));
        assertEquals(0, current.id());
        assertTrue(current.begin(parent.running(6)));
    }

    @Test
    void aLateCancelOfOneAttemptDoesNotHitTheNext() {
        var current = new CurrentTask(Thread.currentThread());
        current.begin(parent.running(5, 1));
        current.end();
        current.cancel(5, 1, true);

        assertTrue(current.begin(parent.running(5, 2)));
        current.cancel(5, 1, true);
        assertFalse(Thread.interrupted());
        current.cancel(5, 2, true);
        assertTrue(Thread.interrupted());
    }

    /** As many as there are tasks in the pipe. */
    @Test
    void severalTasksMayBeCancelledBeforeTheyBegin() {
        var current = new CurrentTask(Thread.currentThread());
        current.begin(parent.running(1));
        for (long id = 2; id <= 10; id++) {
            current.cancel(id, 1, true);
        }
        current.end();

        for (long id = 2; id <= 10; id++) {
            assertFalse(current.begin(parent.running(id)), "task " + id);
        }
        assertTrue(current.begin(parent.running(11)));
    }

    @Test
    void aLateCancelDoesNotMakeAnEarlyOneForgotten() {
        var current = new CurrentTask(Thread.currentThread());
        current.begin(parent.running(1));
        current.end();
        current.cancel(2, 1, true);
        current.cancel(1, 1, true);

        assertFalse(current.begin(parent.running(2)));
    }

    @Test
    void cancelsOfTasksThatHaveEndedDoNotPileUp() {
        var current = new CurrentTask(Thread.currentThread());
        for (long id = 1; id <= 100_000; id++) {
            current.cancel(id, 1, true);
        }

        assertFalse(current.begin(parent.running(100_000)));
        assertTrue(current.begin(parent.running(1)), "the first is forgotten by now");
    }

    @Test
    void noInterruptCrossesTheBorderBetweenTasks() throws InterruptedException {
        var current = new CurrentTask(Thread.currentThread());
        // Not 0, which is no task.
        var cancelled = new AtomicLong(1);
        var stop = new AtomicBoolean();
        var canceller = new Thread(() -> {
            while (!stop.get()) {
                current.cancel(cancelled.get(), 1, true);
            }
        });
        canceller.start();
        int hit = 0;
        for (long id = 1; id < 20_000 || hit == 0; id += 2) {
            cancelled.set(id);
            if (current.begin(parent.running(id))) {
                hit += Thread.currentThread().isInterrupted() ? 1 : 0;
                current.end();
            } else {
                hit++;
            }
            assertFalse(Thread.currentThread().isInterrupted(), "after task " + id);
            assertTrue(current.begin(parent.running(id + 1)), "nobody has cancelled task " + (id + 1));
            assertFalse(Thread.currentThread().isInterrupted(), "in task " + (id + 1));
            current.end();
        }
        stop.set(true);
        canceller.join(Patience.surely().toMillis());

        assertFalse(canceller.isAlive(), "the canceller has not ended");
    }

    /** A task that is called back, because another worker idles, and has begun by then, is as wanted as before. */
    @Test
    void aCallBackThatComesLateCancelsNothing() {
        var current = new CurrentTask(Thread.currentThread());
        current.begin(parent.running(5));

        current.cancel(5, 1, false);

        assertFalse(current.isCancelled());
        assertFalse(Thread.interrupted());
    }
}
