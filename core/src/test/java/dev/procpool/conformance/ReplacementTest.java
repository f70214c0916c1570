package dev.procpool.conformance;

import static dev.procpool.conformance.Capability.REPLACES_WORKERS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.TaskPool;
import dev.procpool.conformance.Heard.What;
import dev.procpool.testing.Await;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** Each limit on a worker's life is kept, be it a process or a thread. */
@OnEveryBackend(that = REPLACES_WORKERS)
final class ReplacementTest {

    @Parameter
    private Backend backend;

    private static Tasks.WorkerId idIn(TaskPool pool) throws Exception {
        return pool.submit(Tasks.WorkerId::here).get();
    }

    @Test
    void aWornWorkerIsAnotherForTheNextTask() throws Exception {
        var heard = new Heard();
        try (var pool = backend.builder(1).maxTasksPerWorker(2).listener(heard).build()) {
            var first = idIn(pool);
            assertEquals(first, idIn(pool));
            assertNotEquals(first, idIn(pool));
            assertEquals(
                    "maxTasksPerWorker=2 reached", heard.await(What.RETIRING, 1).text());
            assertTrue(heard.isBefore(What.READY, 2, What.ENDED, 1), heard::toString);
        }
    }

    @Test
    void anOldWorkerIsReplacedAndNoTaskIsLost() throws Exception {
        var heard = new Heard();
        try (var pool = backend.builder(1)
                .maxWorkerAge(Duration.ofMillis(50))
                .listener(heard)
                .build()) {
            Set<Tasks.WorkerId> ids = new HashSet<>();
            while (ids.size() < 3) {
                ids.add(idIn(pool));
            }
            assertEquals("maxWorkerAge reached", heard.await(What.RETIRING, 1).text());
        }
    }

    @Test
    void anIdleWorkerLeavesAndAnotherComesWithTheNextTask() throws Exception {
        var heard = new Heard();
        try (var pool = backend.builder(1)
                .idleTimeout(Duration.ofMillis(20))
                .listener(heard)
                .build()) {
            heard.await(What.ENDED, 1);
            assertEquals(1, pool.submit(() -> 1).get());
            heard.await(What.READY, 2);
        }
    }

    @Test
    void sparesAreKeptBesideThoseThatWork() {
        var heard = new Heard();
        try (var pool = backend.builder(1).spareWorkers(2).listener(heard).build()) {
            Await.until(() -> heard.all(What.READY).size() == 3, "they do not start");
            assertTrue(pool.toString().contains("workers=3 of 3"), pool::toString);
        }
    }
}
