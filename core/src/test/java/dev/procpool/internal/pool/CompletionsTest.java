package dev.procpool.internal.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.testing.Await;
import dev.procpool.testing.Patience;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** User code in the parent runs in order, off the caller's thread, and may wait without holding up the rest. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class CompletionsTest {

    private final Completions completions = new Completions("test");
    private final CountDownLatch done = new CountDownLatch(1);

    @AfterEach
    void endsWithAllItsThreads() throws InterruptedException {
        completions.shutdown();
        assertTrue(completions.awaitTermination(Patience.surely().toNanos()), "threads are still running");
    }

    @Test
    void actionsRunInTheOrderTheyCame() {
        List<Integer> ran = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 1_000; i++) {
            int number = i;
            completions.execute(() -> ran.add(number));
        }
        completions.execute(done::countDown);

        Await.open(done, "the actions have not run");
        assertEquals(IntStream.range(0, 1_000).boxed().toList(), ran);
    }

    @Test
    void anActionRunsOnANamedThreadOfThePoolWithTheCreatorsClassLoader() {
        var thread = new CompletableFuture<Thread>();
        var loader = new CompletableFuture<ClassLoader>();
        completions.execute(() -> {
            loader.complete(Thread.currentThread().getContextClassLoader());
            thread.complete(Thread.currentThread());
        });

        assertTrue(completions.isOneOfOurThreads(thread.join()));
        assertTrue(thread.join().isDaemon());
        assertTrue(
                thread.join().getName().startsWith("procpool-test-completion-"),
                thread.join().getName());
        assertSame(Thread.currentThread().getContextClassLoader(), loader.join());
        assertFalse(completions.isOneOfOurThreads(Thread.currentThread()));
    }

    @Test
    void anActionThatWaitsForAFutureDoesNotHoldUpWhatCompletesIt() {
        var future = new CompletableFuture<String>();
        var got = new CompletableFuture<String>();

        completions.execute(() -> got.complete(future.join()));
        completions.execute(() -> future.complete("value"));

        assertEquals("value", await(got));
    }

    @Test
    void manyActionsMayWaitAtOnce() {
        var future = new CompletableFuture<String>();
        var waiting = new AtomicInteger();
        for (int i = 0; i < 100; i++) {
            completions.execute(() -> {
                future.join();
                waiting.incrementAndGet();
            });
        }
        completions.execute(() -> future.complete("value"));

        Await.until(() -> waiting.get() == 100, "not all have gone on");
    }

    @Test
    void aBlockingActionDoesNotHoldUpOthers() {
        var blocked = new CountDownLatch(1);
        var ended = new CountDownLatch(1);

        completions.executeBlocking(() -> {
            Await.open(blocked, "nobody unblocks it");
            ended.countDown();
        });
        completions.execute(done::countDown);

        Await.open(done, "the blocking action holds up the next");
        blocked.countDown();
        Await.open(ended, "the blocking action has not gone on");
    }

    /** There are as many blocking writes as workers that do not read, and a pool may have thousands. */
    @Test
    void moreBlockingActionsThanThreadsAreAllRun() {
        int actions = 600;
        var unblock = new CountDownLatch(1);
        var begun = new AtomicInteger();
        var ran = new AtomicInteger();
        for (int i = 0; i < actions; i++) {
            completions.executeBlocking(() -> {
                begun.incrementAndGet();
                Await.open(unblock, "nobody unblocks it");
                ran.incrementAndGet();
            });
        }
        Await.until(() -> begun.get() >= 255 && allOfOurThreadsWait(), "the threads are not used up: " + begun);
        unblock.countDown();

        Await.until(() -> ran.get() == actions, "some actions were lost");
    }

    @Test
    void anActionThatThrowsDoesNotHarmTheNext() {
        completions.execute(() -> {
            throw new IllegalStateException("expected in this test");
        });
        completions.executeBlocking(() -> {
            throw new IllegalStateException("expected in this test");
        });
        completions.execute(done::countDown);

        Await.open(done, "the next has not run");
    }

    @Test
    void whatWasHandedInBeforeTheShutdownIsDone() {
        var ran = new AtomicInteger();
        for (int i = 0; i < 100; i++) {
            completions.execute(ran::incrementAndGet);
        }
        completions.shutdown();

        Await.until(() -> ran.get() == 100, "not all have run");
    }

    @Test
    void whatComesAfterTheShutdownIsDoneOnAThreadOfItsOwn() {
        completions.shutdown();
        var thread = new CompletableFuture<Thread>();

        completions.execute(() -> thread.complete(Thread.currentThread()));

        assertEquals("procpool-late-completion", await(thread).getName());
        assertNotSame(Thread.currentThread(), await(thread));
    }

    private boolean allOfOurThreadsWait() {
        Thread[] threads = new Thread[2 * Thread.activeCount()];
        int count = Thread.enumerate(threads);
        return Arrays.stream(threads, 0, count)
                .filter(completions::isOneOfOurThreads)
                .allMatch(thread ->
                        thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);
    }

    private static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(Patience.surely().toSeconds(), TimeUnit.SECONDS).join();
    }
}
