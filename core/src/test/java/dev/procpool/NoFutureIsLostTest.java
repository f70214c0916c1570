package dev.procpool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.testing.Await;
import dev.procpool.testing.Patience;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whatever user code does in the parent or past the pool, every future ends and the pool closes. */
final class NoFutureIsLostTest {

    @Test
    void anActionThatWaitsForAnotherTaskSurvivesShutdownNow() throws Exception {
        var pool = ProcessPool.create(1);
        var running = pool.submit(NoFutureIsLostTest::sleepLong);
        var queued = pool.submit(() -> 1);
        var action = queued.handle((value, failure) -> {
            try {
                return running.join();
            } catch (CancellationException e) {
                return -1;
            }
        });
        Await.until(() -> pool.toString().contains("busy=1"), Patience.surely(), pool::toString);
        pool.shutdownNow();
        assertEquals(-1, action.get(20, TimeUnit.SECONDS));
        pool.close();
    }

    @Test
    void aPoolIsTerminatedWhenTheLastFutureHasEndedAndNotBefore() throws Exception {
        var held = new CountDownLatch(1);
        var pool = ProcessPool.create(1);
        var action = pool.submit(() -> 1).thenRun(() -> Await.open(held, "nobody let go"));
        pool.shutdown();
        assertFalse(pool.awaitTermination(300, TimeUnit.MILLISECONDS));
        assertFalse(pool.isTerminated());
        held.countDown();
        action.get(20, TimeUnit.SECONDS);
        pool.close();
        assertTrue(pool.isTerminated());
    }

    @Test
    void aWorkerThatDiesAfterFillingItsLogWithoutALineEndIsStillReported() {
        try (var pool =
                ProcessPool.builder().workers(1).output(WorkerOutput.discard()).build()) {
            var failure = assertThrows(
                    ExecutionException.class,
                    () -> pool.submit(NoFutureIsLostTest::fillLogAndDie).get(60, TimeUnit.SECONDS));
            assertInstanceOf(WorkerCrashedException.class, failure.getCause());
        }
    }

    private static int fillLogAndDie() throws IOException {
        byte[] block = new byte[1 << 20];
        Arrays.fill(block, (byte) 'x');
        var out = new FileOutputStream(FileDescriptor.out);
        for (int i = 0; i < 64; i++) {
            out.write(block);
        }
        Runtime.getRuntime().halt(5);
        return 0;
    }

    private static int sleepLong() throws InterruptedException {
        TimeUnit.HOURS.sleep(1);
        return 0;
    }

    @Test
    void theUsersOwnCompletionOfARunnablesFutureCounts() throws Exception {
        try (var pool = ProcessPool.create(1)) {
            var result = new Object();
            var future = pool.submit((Runnable & Serializable) () -> {}, result);
            assertSame(result, future.get());
            var mine = new Object();
            var sleeping = pool.submit((Runnable & Serializable) NoFutureIsLostTest::sleepQuietly, result);
            assertTrue(sleeping.complete(mine));
            assertSame(mine, sleeping.get());
            pool.shutdownNow();
        }
    }

    private static void sleepQuietly() {
        try {
            TimeUnit.HOURS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
