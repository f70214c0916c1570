package dev.procpool.conformance;

import static dev.procpool.conformance.Capability.RUNS_IN_BACKGROUND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.TaskFuture;
import dev.procpool.conformance.Tasks.WorkerId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As many workers as it was given, no more and no fewer. One that runs tasks in the caller has no size. */
@OnEveryBackend(that = RUNS_IN_BACKGROUND)
final class SizeTest extends SharesAPool {

    private static final int WORKERS = 2;

    SizeTest() {
        super(backend -> backend.open(WORKERS));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    @Behaviour(45)
    void aSizeThatIsNotPositiveIsRefusedWithItsValue(int workers) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> backend.open(workers));
        assertTrue(refusal.getMessage().contains("=" + workers), refusal.getMessage());
    }

    @Test
    @Behaviour(45)
    void aLongQueueNeverHasMoreWorkersThanThePoolsSize() throws Exception {
        List<TaskFuture<WorkerId>> futures = new ArrayList<>();
        for (int i = 0; i < 15 * WORKERS; i++) {
            futures.add(pool.submit(WorkerId::here));
        }
        Set<WorkerId> workers = new HashSet<>();
        for (TaskFuture<WorkerId> future : futures) {
            workers.add(future.get());
        }
        assertTrue(workers.size() <= WORKERS, workers::toString);
    }

    @Test
    @Behaviour(45)
    void oneTaskAfterTheOtherRunsOnTheSameWorker(@TempDir Path directory) throws Exception {
        Set<WorkerId> all = Set.copyOf(Meeting.of(WORKERS, pool, directory));
        assertEquals(WORKERS, all.size());
        Set<WorkerId> used = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            used.add(pool.submit(WorkerId::here).get());
        }
        assertEquals(1, used.size(), used::toString);
    }

    @Test
    @Behaviour(46)
    void moreWorkersThanCpusAllRunAtOnceBehindALongQueue(@TempDir Path directory) throws Exception {
        int workers = Runtime.getRuntime().availableProcessors() + 3;
        try (var own = backend.open(workers)) {
            List<TaskFuture<Integer>> before = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                int n = i;
                before.add(own.submit(() -> n));
            }
            assertEquals(
                    workers, Set.copyOf(Meeting.of(workers, own, directory)).size());
            for (int i = 0; i < 50; i++) {
                assertEquals(i, before.get(i).get());
            }
        }
    }
}
