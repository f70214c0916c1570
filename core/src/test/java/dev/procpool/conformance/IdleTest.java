package dev.procpool.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.ProcessPool;
import dev.procpool.TaskFuture;
import dev.procpool.conformance.Heard.What;
import dev.procpool.testing.Await;
import dev.procpool.testing.Patience;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers that have nothing to do leave, and come back: what only processes do. */
@Timeout(Patience.TEST_SECONDS)
final class IdleTest {

    private final Heard heard = new Heard();

    private ProcessPool pool(int workers, Duration idleTimeout) {
        return ProcessPool.builder()
                .workers(workers)
                .listener(heard)
                .idleTimeout(idleTimeout)
                .build();
    }

    private void awaitThatAllHaveLeft() {
        Await.until(
                () -> !heard.all(What.READY).isEmpty()
                        && heard.all(What.READY).size() == heard.all(What.ENDED).size(),
                "some stay: " + heard);
    }

    @Test
    @Behaviour(49)
    void workersLeaveAndComeBackAgainAndAgain() throws Exception {
        Set<Long> pids = new HashSet<>();
        try (var pool = pool(1, Duration.ofMillis(50))) {
            for (int i = 0; i < 4; i++) {
                awaitThatAllHaveLeft();
                TaskFuture<Long> future =
                        pool.submit(() -> ProcessHandle.current().pid());
                assertTrue(pids.add(future.get()), "a worker that had left has come back");
                assertEquals(1, future.attempts());
            }
        }
    }

    @Test
    @Behaviour(49)
    void thatTheyLeaveAtOnceLosesNoTask() throws Exception {
        try (var pool = pool(2, Duration.ofMillis(1))) {
            for (int round = 0; round < 10; round++) {
                List<TaskFuture<Integer>> futures = new ArrayList<>();
                for (int i = 0; i < 1 + round % 4; i++) {
                    int number = i;
                    futures.add(pool.submit(() -> number));
                }
                for (int i = 0; i < futures.size(); i++) {
                    assertEquals(i, futures.get(i).get());
                    assertEquals(1, futures.get(i).attempts());
                }
            }
        }
    }

    /** In the worker it is decoded slowly and its result encoded, and here the result is decoded: all beyond the limit. */
    @Test
    @Behaviour(30)
    void whatTravelsSlowerThanTheyLeaveArrivesEvenAfterShutdown(@TempDir Path directory) throws Exception {
        var there = Signal.in(directory, "leave to decode the task");
        var back = Signal.in(directory, "leave to decode the result");
        var limit = Duration.ofMillis(20);
        try (var pool = pool(2, limit)) {
            var task = new Slow(there);
            TaskFuture<Slow> slow = pool.submit(() -> task.before.isRaised() ? new Slow(back) : null);
            awaitTime(limit.multipliedBy(5));
            assertFalse(slow.isDone());
            pool.shutdown();
            there.raise();
            awaitTime(limit.multipliedBy(5));
            assertFalse(slow.isDone());
            back.raise();
            assertEquals(back, slow.get().before);
            assertEquals(1, slow.attempts());
        }
    }

    private static void awaitTime(Duration time) {
        long startNanos = System.nanoTime();
        Await.until(() -> System.nanoTime() - startNanos > time.toNanos(), "the time");
    }

    private static final class Slow implements Serializable {
        private static final long serialVersionUID = 1L;

        private final Signal before;

        Slow(Signal before) {
            this.before = before;
        }

        private Object readResolve() {
            before.await();
            return this;
        }
    }

    @Test
    void sparesStay() throws Exception {
        try (var pool = ProcessPool.builder()
                .workers(1)
                .spareWorkers(1)
                .listener(heard)
                .idleTimeout(Duration.ofMillis(50))
                .build()) {
            Await.until(() -> heard.all(What.ENDED).size() == 1, "nobody leaves");
            long left = heard.all(What.ENDED).get(0).of();
            assertEquals(
                    heard.await(What.READY, 3 - left).text(),
                    Long.toString(
                            pool.submit(() -> ProcessHandle.current().pid()).get()));
        }
    }
}
