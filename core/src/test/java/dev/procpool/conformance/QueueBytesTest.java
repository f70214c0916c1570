package dev.procpool.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.FullQueue;
import dev.procpool.ProcessPool;
import dev.procpool.TaskFuture;
import dev.procpool.testing.Patience;
import java.nio.file.Path;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A queue with room for so many bytes: where tasks are copies, they have a size. */
@Timeout(Patience.TEST_SECONDS)
final class QueueBytesTest {

    private static final int CAPACITY = 100_000;

    @Test
    void tasksThatAreTooLargeTogetherAreRefusedAndOneAloneNever(@TempDir Path directory) throws Exception {
        var started = Signal.in(directory, "the start of the first task");
        var end = Signal.in(directory, "leave to end");
        byte[] half = new byte[CAPACITY / 2];
        byte[] most = new byte[CAPACITY - 2_000];
        byte[] huge = new byte[2 * CAPACITY];
        try (var pool = ProcessPool.builder()
                .workers(1)
                .queueCapacityBytes(CAPACITY)
                .whenQueueFull(FullQueue.REJECT)
                .build()) {
            pool.submit(() -> Tasks.runUntil(started, end));
            started.await();
            TaskFuture<Integer> waits = pool.submit(() -> half.length);
            var refused = assertThrows(RejectedExecutionException.class, () -> pool.submit(() -> most.length));
            assertTrue(refused.getMessage().contains(CAPACITY + " bytes (0: no limit), task=98"), refused.getMessage());
            TaskFuture<Integer> small = pool.submit(() -> 1);
            assertTrue(waits.cancel(false));
            assertTrue(small.cancel(false));
            TaskFuture<Integer> alone = pool.submit(() -> huge.length);
            assertThrows(RejectedExecutionException.class, () -> pool.submit(() -> 1));
            end.raise();
            assertEquals(huge.length, alone.get());
            assertEquals(most.length, pool.submit(() -> most.length).get());
        }
    }
}
