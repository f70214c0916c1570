package dev.procpool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.task.RemoteCallable;
import dev.procpool.testing.Patience;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Many tasks in one call, made by the pool's own threads. */
final class BulkSubmissionTest {

    @Test
    void anActionHungOnAFutureMayInvokeAnyAndAll() throws Exception {
        List<RemoteCallable<Integer>> tasks = List.of(() -> 7, () -> 7);
        try (var pool = ProcessPool.builder().workers(1).name("bulk").build()) {
            // No worker is ready yet, so that the action does not run here.
            var done = pool.submit(() -> 1).thenApply(one -> {
                String thread = Thread.currentThread().getName();
                assertTrue(thread.startsWith("procpool-bulk-completion"), thread);
                try {
                    return one
                            + pool.invokeAny(tasks, Patience.surely().toMillis(), TimeUnit.MILLISECONDS)
                            + pool.invokeAll(tasks).get(1).get();
                } catch (Exception e) {
                    throw new CompletionException(e);
                }
            });
            assertEquals(15, done.get());
        }
    }
}
