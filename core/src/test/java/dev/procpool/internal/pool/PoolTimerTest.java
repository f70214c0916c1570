package dev.procpool.internal.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.testing.Await;
import dev.procpool.testing.Patience;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** What is due comes, what is disarmed does not, and after the end nothing comes. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class PoolTimerTest {

    private static final long NEVER_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final PoolTimer timer = new PoolTimer("test");
    private final List<String> ran = new CopyOnWriteArrayList<>();
    private final CountDownLatch done = new CountDownLatch(1);

    @AfterEach
    void end() {
        timer.shutdown();
    }

    @Test
    void actionsRunInOrderOnOneNamedDaemonThread() {
        var thread = new CompletableFuture<Thread>();
        timer.soon(() -> ran.add("first"));
        timer.soon(() -> ran.add("second"));
        timer.soon(() -> thread.complete(Thread.currentThread()));

        assertEquals("procpool-test-timer", thread.join().getName());
        assertTrue(thread.join().isDaemon());
        assertEquals(List.of("first", "second"), ran);
    }

    @Test
    void whatIsDueLaterDoesNotHoldUpWhatIsDueNow() {
        timer.after(NEVER_NANOS, () -> ran.add("much later"));
        timer.after(SOON_NANOS, done::countDown);

        Await.open(done, "what was due did not come");
        assertEquals(List.of(), ran);
    }

    @Test
    void anActionThatThrowsDoesNotHarmTheNext() {
        timer.soon(() -> {
            throw new IllegalStateException("expected in this test");
        });
        timer.soon(done::countDown);

        Await.open(done, "the next did not come");
    }

    @Test
    void aTasksLimitIsKept() {
        timer.arm(Given.task(1, SOON_NANOS), done::countDown);

        Await.open(done, "the limit was not kept");
    }

    @Test
    void aTaskThatIsOverHasNoLimitAnyMore() {
        var task = Given.task(1, SOON_NANOS);
        var expired = new AtomicBoolean();
        // The timer's only thread is held, so that the limit cannot expire before it is disarmed.
        timer.soon(() -> Await.open(done, "not let go"));
        timer.arm(task, () -> expired.set(true));
        timer.disarm(task);
        timer.disarm(task);
        done.countDown();
        var later = new CountDownLatch(1);
        timer.after(2 * SOON_NANOS, later::countDown);

        Await.open(later, "the timer has stopped");
        assertFalse(expired.get());
    }

    /** A task that was sent again in another codec starts a second time, and so does its limit. */
    @Test
    void aTaskThatStartsAgainHasOneLimitOnly() {
        var task = Given.task(1, SOON_NANOS);
        var expired = new AtomicInteger();
        timer.soon(() -> Await.open(done, "not let go"));
        timer.arm(task, expired::incrementAndGet);
        timer.arm(task, expired::incrementAndGet);
        done.countDown();
        var later = new CountDownLatch(1);
        timer.after(2 * SOON_NANOS, later::countDown);

        Await.open(later, "the timer has stopped");
        assertEquals(1, expired.get());
    }

    @Test
    void afterTheEndNothingIsDue() throws InterruptedException {
        var thread = new CompletableFuture<Thread>();
        timer.soon(() -> {
            thread.complete(Thread.currentThread());
            Await.open(done, "not let go");
        });
        thread.join();
        timer.after(SOON_NANOS, () -> ran.add("due after the end"));
        timer.shutdown();

        timer.soon(() -> ran.add("after the end"));
        timer.arm(Given.task(1, 1), () -> ran.add("limit after the end"));
        done.countDown();
        thread.join().join(Patience.surely().toMillis());

        assertFalse(thread.join().isAlive(), "the timer's thread has not ended");
        assertEquals(List.of(), ran);
    }
}
