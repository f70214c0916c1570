package dev.procpool.conformance;

import static dev.procpool.conformance.Capability.RUNS_IN_BACKGROUND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.procpool.TaskFuture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Actions hung on futures. Where tasks run when they are asked for, hanging an action asks. */
@OnEveryBackend
final class ActionsTest extends SharesAPool {

    private static final int CHAINS = 5;
    private static final int LINKS = 100;

    ActionsTest() {
        super(backend -> backend.open(1));
    }

    /** Counts what it hears, and fails if it hears it in another JVM. */
    private static CompletableFuture<?> count(TaskFuture<Integer> future, AtomicInteger calls) {
        long parent = ProcessHandle.current().pid();
        return future.handle((value, failure) -> {
            assertEquals(parent, ProcessHandle.current().pid());
            return calls.incrementAndGet();
        });
    }

    /** Three of them before the task has ended, where that is possible, and one after. */
    @Test
    @Behaviour(6)
    void runOnceEachInThisJvmWhetherTheTaskSucceedsOrFails(@TempDir Path directory) {
        var end = Signal.in(directory, "leave to end");
        if (!backend.can(RUNS_IN_BACKGROUND)) {
            end.raise();
        }
        TaskFuture<Integer> first = pool.submit(() -> {
            end.awaitUnlessInterrupted();
            return 1;
        });
        TaskFuture<Integer> second = pool.submit(() -> Tasks.fail("two"));
        for (TaskFuture<Integer> future : List.of(first, second)) {
            var calls = new AtomicInteger();
            List<CompletableFuture<?>> actions = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                actions.add(count(future, calls));
            }
            end.raise();
            actions.forEach(CompletableFuture::join);
            assertEquals(3, calls.get());
            count(future, calls).join();
            assertEquals(4, calls.get());
        }
    }

    @Test
    @Behaviour(6)
    void runOnceEachInThisJvmWhenTheTaskIsCancelled(@TempDir Path directory) {
        var calls = new AtomicInteger();
        var end = Signal.in(directory, "leave to end");
        TaskFuture<Integer> holdsUpTheOther = pool.submit(() -> {
            end.awaitUnlessInterrupted();
            return 1;
        });
        TaskFuture<Integer> cancelled = pool.submit(() -> 2);
        List<CompletableFuture<?>> actions = new ArrayList<>();
        if (backend.can(RUNS_IN_BACKGROUND)) {
            actions.add(count(cancelled, calls));
        }
        cancelled.cancel(true);
        actions.add(count(cancelled, calls));
        actions.forEach(CompletableFuture::join);
        assertEquals(actions.size(), calls.get());
        end.raise();
        holdsUpTheOther.join();
    }

    /** Actions on one future have no order among themselves: it is a CompletableFuture. Those hung one on the other have. */
    @Test
    @Behaviour(6)
    void runInTheOrderInWhichTheyHangOnEachOther() {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<?> last = pool.submit(() -> 0).thenAccept(order::add);
        for (int i = 1; i < 10; i++) {
            int n = i;
            last = last.thenRun(() -> order.add(n));
        }
        last.join();
        assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), order);
    }

    /** What an action throws belongs to the stage it makes: there it is found, not in a log. */
    @Test
    @Behaviour(7)
    void oneThatThrowsHurtsNeitherTheOthersNorThePool() throws Exception {
        TaskFuture<Integer> future = pool.submit(() -> 1);
        CompletableFuture<Integer> before = future.thenApply(one -> one + 1);
        CompletableFuture<Integer> throwing = future.thenApply(one -> Tasks.fail("action"));
        CompletableFuture<Integer> after = future.thenApply(one -> one + 2);
        assertEquals(2, before.get());
        assertEquals(3, after.get());
        var failure = assertThrows(CompletionException.class, throwing::join);
        assertEquals(
                "action",
                assertInstanceOf(IllegalStateException.class, failure.getCause())
                        .getMessage());
        assertEquals(1, future.get());
        assertEquals(4, pool.submit(() -> 4).get());
    }

    @Test
    @Behaviour(8)
    void maySubmitInChains() {
        List<CompletableFuture<Integer>> chains = new ArrayList<>();
        for (int c = 0; c < CHAINS; c++) {
            int start = c * 1_000;
            CompletableFuture<Integer> chain = pool.submit(() -> start);
            for (int i = 0; i < LINKS; i++) {
                chain = chain.thenCompose(n -> pool.submit(() -> n + 1));
            }
            chains.add(chain);
        }
        for (int c = 0; c < CHAINS; c++) {
            assertEquals(c * 1_000 + LINKS, chains.get(c).join());
        }
    }

    @Test
    @Behaviour(8)
    void maySubmitAndWait() {
        int sum = pool.submit(() -> 1)
                .thenApply(one ->
                        one + pool.submit(() -> 2).join() + pool.submit(() -> 3).join())
                .join();
        assertEquals(6, sum);
    }

    /** Whatever hands out tasks and results may be held up for long; submit is not. */
    @Test
    @Behaviour(60)
    void oneThatHangsKeepsNobodyFromSubmitting(@TempDir Path directory) {
        var end = Signal.in(directory, "leave to end");
        var letGo = new CountDownLatch(1);
        if (!backend.can(RUNS_IN_BACKGROUND)) {
            end.raise();
            letGo.countDown();
        }
        CompletableFuture<Integer> hanging = pool.submit(() -> {
                    end.awaitUnlessInterrupted();
                    return 1;
                })
                .thenApply(one -> {
                    awaitQuietly(letGo);
                    return one;
                });
        end.raise();
        List<TaskFuture<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int n = i;
            futures.add(pool.submit(() -> n));
        }
        letGo.countDown();
        assertEquals(1, hanging.join());
        for (int i = 0; i < 100; i++) {
            assertEquals(i, futures.get(i).join());
        }
    }

    /** In a way of which the pool's threads know nothing. */
    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(1, TimeUnit.HOURS);
        } catch (InterruptedException e) {
            throw new CancellationException(e.toString());
        }
    }
}
