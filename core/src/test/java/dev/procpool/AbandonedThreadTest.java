package dev.procpool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.testing.Await;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class AbandonedThreadTest {

    /** That it does not live on is what {@code NoLeftovers} sees. */
    @Test
    void aThreadThatWasAbandonedEndsWithItsTask() throws Exception {
        var begun = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        try (var pool = ThreadPool.builder()
                .workers(1)
                .cancelGrace(Duration.ofMillis(20))
                .build()) {
            var deaf = pool.submit(() -> {
                begun.countDown();
                return endsOnlyWhenTold(end);
            });
            Await.open(begun, "the task does not begin");
            assertTrue(deaf.cancel(true));
            assertEquals(1, pool.submit(() -> 1).get(), "another thread takes its place");
            end.countDown();
        }
    }

    private static int endsOnlyWhenTold(CountDownLatch end) {
        while (true) {
            try {
                end.await();
                return 0;
            } catch (InterruptedException e) {
                // Deaf.
            }
        }
    }
}
