package dev.procpool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.task.RemoteFunction;
import dev.procpool.testing.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A {@code map} that is closed, or whose pool is shut down, before it has come to its end. */
final class MapEndTest extends MapOverPools {

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void closeInterruptsWhatRunsAndTheRestNeverRuns(int chunkSize, @TempDir Path directory) throws Exception {
        String d = directory.toString();
        RemoteFunction<Integer, Integer> fn = i -> {
            if (i == 0) {
                return hang(d);
            }
            Files.createFile(Path.of(d, "ran " + i));
            return i;
        };
        try (var one = ProcessPool.create(1)) {
            long pid = one.submit(() -> ProcessHandle.current().pid()).get();
            Stream<Integer> stream = one.map(fn, upTo(8), MapOptions.chunkSize(chunkSize));
            var consumer = new Thread(() -> stream.iterator().hasNext(), "consumer");
            consumer.start();
            awaitFile(d, "began");
            stream.close();
            consumer.join();
            // One that is too slow to hear the interrupt in time loses its worker.
            boolean killed =
                    pid != one.submit(() -> ProcessHandle.current().pid()).get();
            assertTrue(killed || Files.exists(directory.resolve("interrupted")));
            stream.close();
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertFalse(files.anyMatch(file -> file.getFileName().toString().startsWith("ran")));
        }
    }

    @ParameterizedTest
    @EnumSource
    @SuppressWarnings("try") // To close it twice is what is tried.
    void closeMayBeCalledByWhoeverConsumesAndAfterTheEnd(Backend backend) {
        List<Integer> seen = new ArrayList<>();
        try (Stream<Integer> stream = pool(backend).map(i -> i, upTo(100), MapOptions.chunkSize(10))) {
            stream.forEach(i -> {
                seen.add(i);
                if (i == 12) {
                    stream.close();
                }
            });
        }
        assertEquals(upTo(13), seen);
        Stream<Integer> whole = pool(backend).map(i -> i, upTo(100));
        assertEquals(100, whole.count());
        whole.close();
    }

    @Test
    void aPoolThatIsShutDownEndsTheStreamAfterWhatItHad() {
        try (var one = ProcessPool.create(1)) {
            Iterator<Integer> results =
                    one.map(i -> i, upTo(10), MapOptions.window(4)).iterator();
            assertEquals(0, results.next());
            one.shutdown();
            assertEquals(1, results.next());
            assertEquals(2, results.next());
            assertEquals(3, results.next());
            assertThrows(RejectedExecutionException.class, results::next);
            assertFalse(results.hasNext());
        }
    }

    @Test
    void whatShutdownNowCancelsIsCancelledAndWhatItGivesBackRunsHere(@TempDir Path directory) {
        String d = directory.toString();
        try (var one = ProcessPool.create(1)) {
            var blocker = one.submit(() -> hang(d));
            awaitFile(d, "began");
            Iterator<Integer> results = one.map(
                            i -> {
                                Files.createFile(Path.of(d, "ran " + i));
                                return i;
                            },
                            upTo(2),
                            MapOptions.chunkSize(2))
                    .iterator();
            var runnables = new ArrayList<Runnable>();
            var stopper = new Thread(
                    () -> {
                        Await.until(() -> one.toString().contains("queued=1"), "the map is not submitted");
                        runnables.addAll(one.shutdownNow());
                    },
                    "stopper");
            stopper.start();
            var cancelled = assertThrows(CancellationException.class, results::next);
            assertSays("was shut down", cancelled);
            assertThrows(CancellationException.class, results::next);
            assertFalse(results.hasNext());
            assertThrows(CancellationException.class, blocker::get);
            Await.until(() -> !stopper.isAlive(), "shutdownNow does not return");
            assertEquals(1, runnables.size());
            runnables.get(0).run();
            awaitFile(d, "ran 0");
            awaitFile(d, "ran 1");
        }
    }

    @Test
    void whatThreadsGiveBackRunsHereToo() throws Exception {
        List<Integer> ran = Collections.synchronizedList(new ArrayList<>());
        var begun = new CountDownLatch(1);
        try (var one = ThreadPool.builder().workers(1).build()) {
            one.submit(() -> {
                begun.countDown();
                return parkedIf(true);
            });
            Await.open(begun, "the blocker does not begin");
            Stream<Integer> stream = one.map(
                    i -> {
                        ran.add(i);
                        return i;
                    },
                    upTo(2),
                    MapOptions.chunkSize(2));
            var consumer =
                    new Thread(() -> assertThrows(CancellationException.class, stream.iterator()::next), "consumer");
            consumer.start();
            Await.until(() -> one.toString().contains("queued=1"), "the map is not submitted");
            List<Runnable> neverStarted = one.shutdownNow();
            consumer.join();
            assertEquals(1, neverStarted.size());
            neverStarted.get(0).run();
        }
        assertEquals(List.of(0, 1), ran);
    }
}
