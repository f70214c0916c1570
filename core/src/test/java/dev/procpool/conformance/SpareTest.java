package dev.procpool.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.ProcessPool;
import dev.procpool.TaskFuture;
import dev.procpool.conformance.Heard.What;
import dev.procpool.testing.Await;
import dev.procpool.testing.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers that are kept ready take the places of those that are lost, and do no more than that. */
@Timeout(Patience.TEST_SECONDS)
final class SpareTest {

    private final Heard heard = new Heard();

    private ProcessPool pool(int workers, int spares) {
        ProcessPool pool = ProcessPool.builder()
                .workers(workers)
                .spareWorkers(spares)
                .listener(heard)
                .build();
        Await.until(() -> heard.all(What.READY).size() == workers + spares, "they do not start");
        return pool;
    }

    @Test
    void afterACrashOneThatWasReadyTakesOver() throws Exception {
        try (var pool = pool(1, 1)) {
            List<String> ready =
                    heard.all(What.READY).stream().map(Heard.Event::text).toList();
            assertThrows(ExecutionException.class, pool.submit(() -> Tasks.halt(1))::get);
            long pid = pool.submit(() -> ProcessHandle.current().pid()).get();
            assertTrue(ready.contains(Long.toString(pid)), () -> pid + " was not among " + ready);
            heard.await(What.READY, 3);
        }
    }

    @Test
    void noMoreTasksRunAtOnceThanThePoolHasWorkers(@TempDir Path directory) throws Exception {
        String running = directory.toString();
        try (var pool = pool(2, 2)) {
            List<TaskFuture<Integer>> counts = new ArrayList<>();
            List<TaskFuture<Integer>> crashes = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                int number = i;
                counts.add(pool.submit(() -> runAndCount(running, number)));
                if (i % 5 == 0) {
                    crashes.add(pool.submit(() -> Tasks.halt(1)));
                }
            }
            for (TaskFuture<Integer> count : counts) {
                assertTrue(count.get() <= 2, () -> count.join() + " ran at once");
            }
            for (TaskFuture<Integer> crash : crashes) {
                assertThrows(ExecutionException.class, crash::get);
            }
            assertEquals(1, pool.submit(() -> 1).get());
        }
    }

    /** @return how many ran while this one did */
    private static int runAndCount(String directory, int number) throws IOException {
        Path mine = Files.createFile(Path.of(directory, "task " + number));
        try {
            int most = 0;
            for (int i = 0; i < 20; i++) {
                try (Stream<Path> running = Files.list(Path.of(directory))) {
                    most = Math.max(most, (int) running.count());
                }
            }
            return most;
        } finally {
            Files.delete(mine);
        }
    }
}
