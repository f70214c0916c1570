package dev.procpool.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.TaskFuture;
import dev.procpool.task.RemoteCallable;
import dev.procpool.testing.Await;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody holds what nobody needs. */
@OnEveryBackend
final class MemoryTest extends SharesAPool {

    MemoryTest() {
        super(backend -> backend.open(1));
    }

    private static void awaitCollected(WeakReference<?> reference, String what) {
        Await.until(
                () -> {
                    System.gc();
                    return reference.refersTo(null);
                },
                what + " is still reachable");
    }

    private static final class Big implements RemoteCallable<Big> {
        private static final long serialVersionUID = 1L;
        private final byte[] bytes = new byte[1 << 20];

        @Override
        public Big call() {
            return new Big();
        }
    }

    @Test
    @Behaviour(19)
    void aFutureThatHasEndedDoesNotHoldItsTask() throws Exception {
        var big = new Big();
        var reference = new WeakReference<>(big);
        TaskFuture<Big> future = pool.submit(big);
        assertEquals(1 << 20, future.get().bytes.length);
        big = null;
        awaitCollected(reference, "the task");
        assertNotNull(future.get());
    }

    @Test
    @Behaviour(19)
    void aFutureThatWasCancelledHoldsNoTask(@TempDir Path directory) throws Exception {
        var end = Signal.in(directory, "leave to end");
        TaskFuture<Integer> before = pool.submit(() -> {
            end.await();
            return 1;
        });
        var big = new Big();
        var reference = new WeakReference<>(big);
        TaskFuture<Big> future = pool.submit(big);
        big = null;
        assertTrue(future.cancel(true));
        awaitCollected(reference, "the task");
        assertTrue(future.isCancelled());
        end.raise();
        assertEquals(1, before.get());
    }

    @Test
    @Behaviour(19)
    void aResultGoesWithItsFuture() throws Exception {
        TaskFuture<Big> future = pool.submit(new Big());
        var reference = new WeakReference<>(future.get());
        future = null;
        awaitCollected(reference, "the result");
        assertEquals(1, pool.submit(() -> 1).get());
    }

    @Test
    @Behaviour(19)
    void theResultsOfAMapGoOneByOne() {
        List<Integer> inputs = List.of(1, 2, 3);
        try (Stream<Big> results = pool.map(i -> new Big(), inputs)) {
            Iterator<Big> iterator = results.iterator();
            var reference = new WeakReference<>(iterator.next());
            assertTrue(iterator.hasNext());
            awaitCollected(reference, "a result that was consumed");
            assertNotNull(iterator.next());
        }
    }

    /** Where tasks run. */
    private static final List<WeakReference<Object>> SEEN = new ArrayList<>();

    private static <T> T seen(T object) {
        SEEN.add(new WeakReference<>(object));
        return object;
    }

    /** Whether everything seen is gone. */
    private static int collect() {
        SEEN.forEach(reference -> awaitCollected(reference, "what an earlier task had"));
        int seen = SEEN.size();
        SEEN.clear();
        return seen;
    }

    private static final class Seen implements RemoteCallable<Integer> {
        private static final long serialVersionUID = 1L;
        private final byte[] bytes = new byte[1 << 20];

        @Override
        public Integer call() {
            return seen(this).bytes.length;
        }
    }

    @Test
    @Behaviour(19)
    void aWorkerHoldsNeitherTheTaskNorTheResultNorTheFailureOfEarlierTasks() throws Exception {
        pool.submit(new Seen()).get();
        pool.submit(() -> seen(new Big())).get();
        pool.submit(() -> {
                    throw seen(new IllegalStateException());
                })
                .handle((value, failure) -> 0)
                .get();
        assertEquals(3, pool.submit(MemoryTest::collect).get());
    }

    /**
     * FAILS on PROCESSES until RELEASE is sent without waiting for another message: an idle worker keeps its last result
     * for ever. It must not take the next task to make it let go.
     */
    @Test
    @Behaviour(19)
    void anIdleWorkerHoldsNothingOfItsLastTask(@TempDir Path directory) throws Exception {
        var collected = Signal.in(directory, "the end of the last result");
        pool.submit(() -> {
                    var result = new Big();
                    var reference = new WeakReference<>(result);
                    var watching = new Thread(() -> {
                        awaitCollected(reference, "the result");
                        collected.raise();
                    });
                    watching.setDaemon(true);
                    watching.start();
                    return result;
                })
                .get();
        collected.await();
    }

    private static final class Node implements Serializable {
        private static final long serialVersionUID = 1L;
        private Node other;

        static int cycle() {
            var one = seen(new Node());
            one.other = seen(new Node());
            one.other.other = one;
            return 2;
        }
    }

    @Test
    @Behaviour(20)
    void whatHoldsOnlyItselfIsReclaimed() throws Exception {
        assertEquals(2, pool.submit(Node::cycle).get());
        assertEquals(2, pool.submit(MemoryTest::collect).get());
    }
}
