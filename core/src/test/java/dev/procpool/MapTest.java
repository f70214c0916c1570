package dev.procpool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.codec.FstCodec;
import dev.procpool.codec.JdkCodec;
import dev.procpool.codec.TaskCodec;
import dev.procpool.task.RemoteFunction;
import dev.procpool.testing.Await;
import dev.procpool.testing.Patience;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code map} does over real pools: one of processes for all tests, and none. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MapTest {

    private static final int WORKERS = 2;

    private final long ownPid = ProcessHandle.current().pid();

    private final SequentialPool sequential = SequentialPool.create();
    private ThreadPool threads;
    private ProcessPool processes;

    private enum Backend {
        SEQUENTIAL,
        THREADS,
        PROCESSES
    }

    @BeforeAll
    void openPools() {
        threads = ThreadPool.builder().workers(WORKERS).name("threads").build();
        processes = ProcessPool.builder()
                .workers(WORKERS)
                .name("map")
                .output(WorkerOutput.discard())
                .build();
    }

    @AfterAll
    void closePools() {
        processes.close();
        threads.close();
        sequential.close();
    }

    private TaskPool pool(Backend backend) {
        return switch (backend) {
            case SEQUENTIAL -> sequential;
            case THREADS -> threads;
            case PROCESSES -> processes;
        };
    }

    private static Stream<Arguments> backendsAndChunkSizes() {
        return Stream.of(Backend.values())
                .flatMap(backend -> Stream.of(1, 7, 100, 1_000).map(size -> Arguments.of(backend, size)));
    }

    private static List<Integer> upTo(int end) {
        return IntStream.range(0, end).boxed().toList();
    }

    private static int fail(String message) {
        throw new IllegalStateException(message);
    }

    /** Waits for ever in a worker; leaves a file when it begins, and another when it is interrupted. */
    private static int hang(String directory) throws IOException, InterruptedException {
        Files.createFile(Path.of(directory, "began"));
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Files.createFile(Path.of(directory, "interrupted"));
            throw e;
        }
        return -1;
    }

    private static void awaitFile(String directory, String name) {
        Await.until(() -> Files.exists(Path.of(directory, name)), "no file " + name);
    }

    private static <T extends Throwable> T causeOfNext(Class<T> type, Iterator<?> results) {
        var failure = assertThrows(CompletionException.class, results::next);
        return assertInstanceOf(type, failure.getCause());
    }

    // ---- order and chunks

    @ParameterizedTest
    @MethodSource("backendsAndChunkSizes")
    void isTheSequentialMapForEveryChunkSize(Backend backend, int chunkSize) {
        List<Integer> squares = upTo(100).stream().map(i -> i * i).toList();
        var options = MapOptions.chunkSize(chunkSize);
        assertEquals(squares, pool(backend).map(i -> i * i, upTo(100), options).toList());
        assertEquals(
                squares,
                pool(backend)
                        .map(i -> i * i, upTo(100), options.withAsCompleted())
                        .sorted()
                        .toList());
        assertEquals(
                List.of(),
                pool(backend).map(i -> i, List.<Integer>of(), options).toList());
    }

    @ParameterizedTest
    @EnumSource
    void keepsTheOrderOfManyInputs(Backend backend) {
        List<Integer> inputs = upTo(2_000);
        assertEquals(inputs, pool(backend).map(i -> i, inputs).toList());
    }

    @ParameterizedTest
    @EnumSource
    void takesAndGivesNullsAndObjects(Backend backend) {
        List<Map<String, Integer>> inputs = new ArrayList<>(Collections.nCopies(5, null));
        inputs.set(3, new HashMap<>(Map.of("three", 3)));
        assertEquals(
                inputs,
                pool(backend).map(map -> map, inputs, MapOptions.chunkSize(2)).toList());
    }

    @Test
    void neitherInputsNorResultsShareAnythingWithinAChunk() {
        int[] one = {0};
        List<int[]> results = processes
                .map(
                        numbers -> {
                            numbers[0]++;
                            return numbers;
                        },
                        List.of(one, one, one),
                        MapOptions.chunkSize(3))
                .toList();
        results.forEach(result -> assertEquals(1, result[0]));
        assertNotSame(results.get(0), results.get(1));
    }

    @ParameterizedTest
    @EnumSource
    void worksOverInfiniteInputsAndShortCircuits(Backend backend) {
        var taken = new AtomicInteger();
        Iterable<Integer> naturals =
                () -> Stream.generate(taken::getAndIncrement).iterator();
        for (MapOptions options : List.of(
                MapOptions.defaults(), MapOptions.window(3), MapOptions.asCompleted(), MapOptions.chunkSize(5))) {
            taken.set(0);
            try (Stream<Integer> squares = pool(backend).map(i -> i * i, naturals, options)) {
                assertEquals(0, taken.get());
                assertEquals(10, squares.limit(10).count());
            }
            assertTrue(taken.get() <= 10 + options.window().orElse(20 * WORKERS), "taken=" + taken);
        }
        try (Stream<Integer> squares = pool(backend).map(i -> i * i, naturals)) {
            assertTrue(squares.filter(square -> square > 1_000).findFirst().isPresent());
        }
    }

    @Test
    void resultsAsCompletedDoNotWaitForASlowerOne(@TempDir Path directory) {
        String d = directory.toString();
        RemoteFunction<Integer, Integer> slowZero = i -> {
            if (i == 0) {
                awaitFile(d, "go");
            }
            return i == 3 ? fail("three") : i;
        };
        Iterator<Integer> results =
                processes.map(slowZero, upTo(5), MapOptions.asCompleted()).iterator();
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            try {
                seen.add(results.next());
            } catch (CompletionException e) {
                seen.add(e.getCause().getMessage());
            }
        }
        assertEquals(Set.of(1, 2, "three", 4), seen);
        create(directory, "go");
        assertEquals(0, results.next());
        assertFalse(results.hasNext());
    }

    private static void create(Path directory, String name) {
        try {
            Files.createFile(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aCallbackMayConsumeAMap() throws Exception {
        for (MapOptions options : List.of(MapOptions.ordered(), MapOptions.asCompleted())) {
            var sum = processes
                    .submit(() -> 100)
                    .thenApplyAsync(end -> processes
                            .map(i -> i, upTo(end), options)
                            .mapToInt(i -> i)
                            .sum());
            assertEquals(4950, sum.get(Patience.surely().toMillis(), TimeUnit.MILLISECONDS));
        }
        try (var one = ProcessPool.create(1)) {
            // No worker is ready yet, so that the action runs on the pool's thread.
            var sum = one.submit(() -> 100)
                    .thenApply(end -> one.map(i -> i, upTo(end), MapOptions.asCompleted())
                            .mapToInt(i -> i)
                            .sum());
            assertEquals(4950, sum.get(Patience.surely().toMillis(), TimeUnit.MILLISECONDS));
        }
    }

    // ---- failures

    @ParameterizedTest
    @MethodSource("backendsAndChunkSizes")
    void throwsWhereTheFailedResultWouldStandAndGoesOnAfterIt(Backend backend, int chunkSize) {
        RemoteFunction<Integer, Integer> fn = i -> i % 5 == 2 ? fail("no " + i) : i;
        Iterator<Integer> results =
                pool(backend).map(fn, upTo(20), MapOptions.chunkSize(chunkSize)).iterator();
        for (int i = 0; i < 20; i++) {
            if (i % 5 == 2) {
                assertEquals(
                        "no " + i,
                        causeOfNext(IllegalStateException.class, results).getMessage());
            } else {
                assertEquals(i, results.next());
            }
        }
        assertFalse(results.hasNext());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void theStackOfAFailureIsThatOfTheFunctionAndOfWhoeverConsumed(int chunkSize) {
        Iterator<Integer> results = processes
                .map(i -> fail("boom"), upTo(3), MapOptions.chunkSize(chunkSize))
                .iterator();
        String stack = Stream.of(
                        causeOfNext(IllegalStateException.class, results).getStackTrace())
                .map(Object::toString)
                .collect(Collectors.joining("\n"));
        assertTrue(
                stack.matches("(?s).*MapTest\\.fail\\(.*procpool\\.submit\\(task \\d+ to pool 'map'\\)\n.*"
                        + "MapTest\\.theStackOfAFailure.*"),
                stack);
        assertFalse(stack.contains("dev.procpool.worker"), stack);
        assertFalse(stack.contains("dev.procpool.Map" + "Results"), stack);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 10})
    void whatCannotTravelFailsOneElementInItsTurn(int chunkSize) {
        RemoteFunction<Object, Object> fn = input -> {
            if (input.equals("thread")) {
                return Thread.currentThread();
            }
            if (input.equals("throws")) {
                throw new Rigid();
            }
            return input;
        };
        List<Object> inputs = List.of(
                "a",
                new NotHere(ownPid),
                "b",
                Thread.currentThread(),
                "c",
                "thread",
                "d",
                "throws",
                "e",
                new NotHere(ownPid));
        Iterator<Object> results =
                processes.map(fn, inputs, MapOptions.chunkSize(chunkSize)).iterator();
        assertEquals("a", results.next());
        assertSays("cannot be decoded in a worker", causeOfNext(TaskSerializationException.class, results));
        assertEquals("b", results.next());
        assertSays(
                "cannot travel to a worker: an input of map: java.lang.Thread is not Serializable",
                causeOfNext(TaskSerializationException.class, results));
        assertEquals("c", results.next());
        assertSays("the result of task", causeOfNext(TaskSerializationException.class, results));
        assertEquals("d", results.next());
        assertSays("rigid", causeOfNext(RemoteTaskException.class, results));
        assertEquals("e", results.next());
        assertSays("cannot be decoded in a worker", causeOfNext(TaskSerializationException.class, results));
        assertFalse(results.hasNext());
    }

    private static void assertSays(String text, Throwable failure) {
        assertTrue(failure.getMessage().contains(text), failure::getMessage);
    }

    /** An exception that cannot travel. */
    private static final class Rigid extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial")
        private final Object thread = Thread.currentThread();

        Rigid() {
            super("rigid");
        }
    }

    @Test
    void aResultThatCannotBeDecodedHereFailsOneElement() {
        long parent = ownPid;
        Iterator<Object> results = processes
                .<Integer, Object>map(i -> i == 1 ? new NotIn(parent) : new NotIn(-i), upTo(3), MapOptions.chunkSize(3))
                .iterator();
        assertEquals(new NotIn(0), results.next());
        assertSays("cannot be decoded here", causeOfNext(TaskSerializationException.class, results));
        assertEquals(new NotIn(-2), results.next());
        assertFalse(results.hasNext());
    }

    private record NotIn(long pid) implements Serializable {
        NotIn {
            if (pid == ProcessHandle.current().pid()) {
                throw new IllegalStateException("not here");
            }
        }
    }

    @Test
    void whatOnlyJavaSerializationCanDecodeIsSentASecondTimeAndRunsOnce(@TempDir Path directory) {
        String runs = directory.toString();
        List<Map<PickyKey, Integer>> inputs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Map<PickyKey, Integer> map = new HashMap<>();
            map.put(new PickyKey(i % 2 == 1), i);
            inputs.add(map);
        }
        List<Map<PickyKey, Integer>> results = processes
                .map(
                        map -> {
                            Files.createFile(Path.of(runs, "run of " + map.values()));
                            return map;
                        },
                        inputs,
                        MapOptions.chunkSize(4))
                .toList();
        assertEquals(inputs, results);
        assertEquals(4, directory.toFile().list().length);
    }

    /** Refuses to be put into a map by FST's decoder, in workers and here. */
    private record PickyKey(boolean picky) implements Serializable {
        @Override
        public int hashCode() {
            boolean fst = StackWalker.getInstance()
                    .walk(frames ->
                            frames.anyMatch(frame -> frame.getClassName().equals(FstCodec.class.getName())
                                    && frame.getMethodName().equals("decode")));
            if (picky && fst) {
                throw new IllegalStateException("only by Java serialization");
            }
            return 1;
        }
    }

    @Test
    void aFunctionThatCannotTravelFailsEachElementInItsTurn() {
        var captured = new Object();
        Iterator<Object> results = processes
                .<Integer, Object>map(i -> captured, upTo(3), MapOptions.chunkSize(2))
                .iterator();
        for (int i = 0; i < 3; i++) {
            assertSays("the function of map", causeOfNext(TaskSerializationException.class, results));
        }
        assertFalse(results.hasNext());
    }

    @Test
    void aFunctionThatCannotBeDecodedFailsEachElementInItsTurn() {
        var bad = new NotHere(ownPid);
        Iterator<Object> results = processes
                .<Integer, Object>map(i -> bad, upTo(3), MapOptions.chunkSize(2))
                .iterator();
        for (int i = 0; i < 3; i++) {
            assertSays("cannot be decoded in a worker", causeOfNext(TaskSerializationException.class, results));
        }
        assertFalse(results.hasNext());
    }

    /** Can be made, and so decoded, in one process only. */
    private record NotHere(long pid) implements Serializable {
        NotHere {
            if (pid != ProcessHandle.current().pid()) {
                throw new IllegalStateException("not here");
            }
        }
    }

    @Test
    void theDeathOfAWorkerFailsTheElementsOfItsChunkAndNoOther() {
        RemoteFunction<Integer, Integer> fn = i -> {
            if (i == 4) {
                Runtime.getRuntime().halt(9);
            }
            return i;
        };
        Iterator<Integer> results =
                processes.map(fn, upTo(9), MapOptions.chunkSize(3)).iterator();
        for (int i = 0; i < 9; i++) {
            if (i / 3 == 1) {
                assertEquals(
                        9, causeOfNext(WorkerCrashedException.class, results).exitCode());
            } else {
                assertEquals(i, results.next());
            }
        }
        assertFalse(results.hasNext());
    }

    @ParameterizedTest
    @EnumSource
    void exceptionsThatMeanSomethingToFuturesAreTheFunctionsOwn(Backend backend) {
        List<RuntimeException> thrown = List.of(
                new CancellationException("mine"), new CompletionException("mine", null), new RuntimeException("mine"));
        for (int chunkSize : new int[] {1, 3}) {
            Iterator<Object> results = pool(backend)
                    .<RuntimeException, Object>map(
                            e -> {
                                throw e;
                            },
                            thrown,
                            MapOptions.chunkSize(chunkSize))
                    .iterator();
            for (RuntimeException expected : thrown) {
                assertEquals("mine", causeOfNext(expected.getClass(), results).getMessage());
            }
            assertFalse(results.hasNext());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatTheInputsThrowComesAsItIsAndThePoolIsUsable(Backend backend) throws Exception {
        Iterable<Integer> inputs = () ->
                Stream.of(1, 2).<Integer>map(i -> i == 1 ? i : fail("input")).iterator();
        Iterator<Integer> results = pool(backend).map(i -> i, inputs).iterator();
        assertEquals(1, results.next());
        assertEquals(
                "input",
                assertThrows(IllegalStateException.class, results::next).getMessage());
        assertFalse(results.hasNext());
        assertEquals(6, pool(backend).submit(() -> 6).get());
    }

    @Test
    void nullArgumentsAreRefusedAtOnce() {
        for (Backend backend : Backend.values()) {
            TaskPool pool = pool(backend);
            assertThrows(NullPointerException.class, () -> pool.map(null, List.of(1)));
            assertThrows(NullPointerException.class, () -> pool.map(x -> x, null));
            assertThrows(NullPointerException.class, () -> pool.map(x -> x, List.of(1), null));
        }
    }

    // ---- time

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void theTimeoutOfTheMapCancelsTheRestAndEndsIt(int chunkSize, @TempDir Path directory) {
        String d = directory.toString();
        Iterator<Integer> results = processes
                .map(i -> hang(d), upTo(1), MapOptions.chunkSize(chunkSize).withTimeout(Duration.ofSeconds(1)))
                .iterator();
        var timeout = causeOfNext(TimeoutException.class, results);
        assertEquals("1 of 1 submitted unfinished after 1 s", timeout.getMessage());
        assertFalse(results.hasNext());
        Await.until(() -> processes.toString().contains("busy=0"), "the worker is not free");
    }

    @ParameterizedTest
    @EnumSource
    void aTimeoutThatTheFunctionThrowsIsNotThatOfTheMap(Backend backend) {
        RemoteFunction<Integer, Integer> fn = i -> {
            if (i == 1) {
                throw new TimeoutException("mine");
            }
            return i;
        };
        for (int chunkSize : new int[] {1, 3}) {
            var options = MapOptions.chunkSize(chunkSize).withTimeout(Duration.ofHours(1));
            Iterator<Integer> results = pool(backend).map(fn, upTo(3), options).iterator();
            assertEquals(0, results.next());
            assertEquals("mine", causeOfNext(TimeoutException.class, results).getMessage());
            assertEquals(2, results.next());
            assertFalse(results.hasNext());
        }
    }

    @Test
    void withoutProcessesTheTimeIsLookedAtBetweenElements() {
        List<Integer> ran = new ArrayList<>();
        RemoteFunction<Integer, Integer> slow = i -> {
            ran.add(i);
            long startNanos = System.nanoTime();
            Await.until(() -> System.nanoTime() - startNanos > 1_000_000_000, "time does not pass");
            return i;
        };
        Iterator<Integer> results = sequential
                .map(slow, upTo(3), MapOptions.timeout(Duration.ofSeconds(1)))
                .iterator();
        assertEquals(0, results.next());
        assertEquals(
                "0 of 1 submitted unfinished after 1 s, with inputs left",
                causeOfNext(TimeoutException.class, results).getMessage());
        assertFalse(results.hasNext());
        assertEquals(List.of(0), ran);
    }

    @Test
    void aTaskThatRunsLongerThanItsOwnLimitFailsWithItsChunk(@TempDir Path directory) {
        String d = directory.toString();
        var options = MapOptions.task(TaskOptions.timeout(Duration.ofMillis(300)));
        Iterator<Integer> alone = processes.map(i -> hang(d), upTo(1), options).iterator();
        assertSays("limit=300 ms", causeOfNext(TaskTimeoutException.class, alone));
        assertFalse(alone.hasNext());
        Iterator<Integer> together = processes
                .map(i -> parkedIf(i == 1), upTo(2), options.withChunkSize(2))
                .iterator();
        assertSays("limit=600 ms", causeOfNext(TaskTimeoutException.class, together));
        assertSays("limit=600 ms", causeOfNext(TaskTimeoutException.class, together));
        assertFalse(together.hasNext());
    }

    private static int parkedIf(boolean condition) throws InterruptedException {
        if (condition) {
            new CountDownLatch(1).await();
        }
        return 0;
    }

    // ---- the end

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

    @ParameterizedTest
    @EnumSource
    void anInterruptThatAnElementLeavesBehindStaysInItsThreadAndItsElement(Backend backend) {
        for (int chunkSize : new int[] {1, 4}) {
            List<Boolean> found = pool(backend)
                    .map(
                            i -> {
                                boolean before = Thread.interrupted();
                                Thread.currentThread().interrupt();
                                return before;
                            },
                            upTo(4),
                            MapOptions.chunkSize(chunkSize))
                    .toList();
            boolean here = backend == Backend.SEQUENTIAL;
            assertEquals(here, Thread.interrupted());
            assertEquals(List.of(false, here, here, here), found);
        }
    }

    @ParameterizedTest
    @EnumSource(FullQueue.class)
    void aQueueThatIsShorterThanTheWindowHoldsTheMapUpAndNoMore(FullQueue whenFull) {
        try (var narrow = ThreadPool.builder()
                .workers(1)
                .queueCapacity(2)
                .whenQueueFull(whenFull)
                .build()) {
            assertEquals(
                    upTo(100),
                    narrow.map(i -> i, upTo(100), MapOptions.chunkSize(3)).toList());
        }
    }

    @Test
    void theLimitThatThePoolSetsIsForEachElementOfAChunk() {
        try (var limited = ProcessPool.builder()
                .workers(1)
                .taskTimeout(Duration.ofMillis(200))
                .build()) {
            Iterator<Integer> results = limited.map(i -> parkedIf(i == 1), upTo(3), MapOptions.chunkSize(3))
                    .iterator();
            assertSays("limit=600 ms", causeOfNext(TaskTimeoutException.class, results));
        }
    }

    // ---- memory and classes

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void consumedInputsAndResultsCanBeCollected(int chunkSize) {
        for (MapOptions order : List.of(MapOptions.ordered(), MapOptions.asCompleted())) {
            List<WeakReference<Object>> references = new ArrayList<>();
            Iterable<byte[]> inputs = () -> Stream.generate(() -> {
                        byte[] input = new byte[1_000];
                        references.add(new WeakReference<>(input));
                        return input;
                    })
                    .iterator();
            var options = order.withChunkSize(chunkSize).withWindow(3);
            try (Stream<byte[]> stream = processes.map(bytes -> bytes, inputs, options)) {
                Iterator<byte[]> results = stream.iterator();
                for (int i = 0; i < 9; i++) {
                    references.add(new WeakReference<>(results.next()));
                }
                assertTrue(references.size() >= 18, references::toString);
                // Three inputs are under way, or their results wait.
                Await.until(
                        () -> {
                            System.gc();
                            return references.stream()
                                            .filter(reference -> reference.get() != null)
                                            .count()
                                    <= 3;
                        },
                        "consumed inputs or results are still reachable");
                assertEquals(1_000, results.next().length);
            }
        }
    }

    @Test
    void aPoolWithAClassPathOfItsOwnNeedsOnlyTheFunctionThere(@TempDir Path directory) throws Exception {
        Path classes = copyOf(Twice.class, directory);
        try (var pool = ProcessPool.builder().workers(1).classPath(classes).build()) {
            for (int chunkSize : new int[] {1, 3}) {
                assertEquals(
                        List.of(0, 2, 4, 6),
                        pool.map(new Twice(), upTo(4), MapOptions.chunkSize(chunkSize))
                                .toList());
            }
        }
    }

    private static final class Twice implements RemoteFunction<Integer, Integer> {
        private static final long serialVersionUID = 1L;

        @Override
        public Integer apply(Integer number) {
            return 2 * number;
        }
    }

    private static Path copyOf(Class<?> type, Path directory) throws IOException, URISyntaxException {
        String file = type.getName().replace('.', '/') + ".class";
        Path copy = directory.resolve(file);
        Files.createDirectories(copy.getParent());
        try (var in = type.getClassLoader().getResourceAsStream(file)) {
            Files.copy(in, copy);
        }
        return directory;
    }

    private record Named(int number) implements Serializable {}

    private record Unnamed(int number) implements Serializable {}

    @Test
    void theAllowListHoldsForEachElement() {
        for (TaskCodec codec : List.of(
                new FstCodec(name -> name.equals(Named.class.getName())),
                new JdkCodec(name -> name.equals(Named.class.getName())))) {
            try (var pool = ProcessPool.builder().workers(1).codec(codec).build()) {
                Iterator<Object> results = pool.<Integer, Object>map(
                                i -> i == 1 ? new Unnamed(i) : new Named(i), upTo(3), MapOptions.chunkSize(3))
                        .iterator();
                assertEquals(new Named(0), results.next());
                assertSays(Unnamed.class.getName(), causeOfNext(TaskSerializationException.class, results));
                assertEquals(new Named(2), results.next());
                assertFalse(results.hasNext());
            }
        }
    }

    @Test
    void withoutProcessesItRunsInTheConsumerOneByOneOnTheInputsThemselves() {
        List<Integer> ran = new ArrayList<>();
        Object input = new Object();
        Iterator<Object> results = sequential
                .<Object, Object>map(
                        x -> {
                            ran.add(ran.size());
                            return x;
                        },
                        List.of(input, input, input),
                        MapOptions.chunkSize(3).withAsCompleted().withWindow(10))
                .iterator();
        assertEquals(List.of(), ran);
        assertSame(input, results.next());
        assertEquals(List.of(0), ran);
        assertSame(input, results.next());
        assertEquals(List.of(0, 1), ran);
    }
}
