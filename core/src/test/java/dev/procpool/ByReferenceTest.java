package dev.procpool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.procpool.codec.FstCodec;
import dev.procpool.codec.JdkCodec;
import dev.procpool.codec.TaskCodec;
import dev.procpool.task.TaskContext;
import dev.procpool.testing.Await;
import dev.procpool.testing.ChildJvm;
import dev.procpool.testing.Patience;
import dev.procpool.testing.PrimitiveArrays;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Large arrays, through shared memory and through the pipe: no task can tell the difference, and nothing is left. */
@Timeout(Patience.TEST_SECONDS)
final class ByReferenceTest {

    private static final int MIB = 1 << 20;

    /** In place of shared memory: any directory will do. */
    @TempDir
    private Path shared;

    private ProcessPool.Builder builder() {
        return ProcessPool.builder().workers(1).sharedMemory(shared).byReferenceAbove(1);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private List<Path> namesLeft() throws IOException {
        try (Stream<Path> files = Files.list(shared)) {
            return files.toList();
        }
    }

    static Stream<TaskCodec> codecs() {
        return Stream.of(new FstCodec(), new JdkCodec());
    }

    /** From 300,000 bytes on both ways are in use at the same time. */
    @ParameterizedTest
    @CsvSource({"fst, 1", "fst, 300000", "fst, never", "jdk, 1", "jdk, 300000", "jdk, never"})
    void arraysOfAllKindsAndSizesComeThereAndBackInBothWays(String codec, String least) throws Exception {
        try (var pool = builder()
                .byReferenceAbove(least.equals("never") ? Long.MAX_VALUE : Long.parseLong(least))
                .codec(codec.equals("fst") ? new FstCodec() : new JdkCodec())
                .build()) {
            for (int bytes : new int[] {100, 32_767, 32_768, 299_999, 300_000}) {
                Object[] arrays = PrimitiveArrays.ofBytes(bytes).toArray();
                assertArrayEquals(arrays, pool.submit(() -> arrays).get(), bytes + " bytes");
            }
            byte[] one = random(3 * MIB + 5);
            assertArrayEquals(one, pool.submit(() -> one).get());
        }
    }

    record Twice(byte[] first, List<byte[]> second, String text) implements Serializable {}

    @ParameterizedTest
    @MethodSource("codecs")
    void anArrayThatIsInAGraphTwiceIsOneArrayThereAndBack(TaskCodec codec) throws Exception {
        try (var pool = builder().codec(codec).build()) {
            byte[] array = random(MIB);
            var twice = new Twice(array, new ArrayList<>(List.of(array)), "text");
            Twice back = pool.submit(() -> {
                        if (twice.first() != twice.second().get(0)) {
                            throw new IllegalStateException("two arrays");
                        }
                        twice.first()[0]++;
                        return twice;
                    })
                    .get();
            assertSame(back.first(), back.second().get(0));
            assertEquals((byte) (array[0] + 1), back.first()[0], "the task's array is its own");
            assertEquals(MIB, back.first().length);
        }
    }

    @Test
    void aTaskGetsAnArrayAsItWasWhenItWasSubmitted() throws Exception {
        try (var pool = builder().build()) {
            // The worker is not up yet: all of them wait.
            byte[] array = random(MIB);
            List<TaskFuture<byte[]>> futures = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                futures.add(pool.submit(() -> array));
                Arrays.fill(array, (byte) i);
            }
            byte[] expected = random(MIB);
            for (int i = 0; i < 5; i++) {
                assertArrayEquals(expected, futures.get(i).get(), "task " + i);
                Arrays.fill(expected, (byte) i);
            }
        }
    }

    @Test
    void aTaskThatIsTriedAgainHasItsArrayAgain() throws Exception {
        byte[] array = random(3 * MIB);
        try (var pool = builder().build()) {
            var future = pool.submit(
                    () -> {
                        if (TaskContext.current().attempt() == 1) {
                            Runtime.getRuntime().halt(1);
                        }
                        return array;
                    },
                    TaskOptions.retries(1));
            assertArrayEquals(array, future.get());
            assertEquals(2, future.attempts());
        }
        assertEquals(List.of(), namesLeft());
    }

    /** What a map with such a key in it is, FST can encode but not decode. */
    record NotByFst(int number) implements Serializable {
        @Override
        public int hashCode() {
            boolean decoding = StackWalker.getInstance()
                    .walk(frames ->
                            frames.anyMatch(frame -> frame.getClassName().equals(FstCodec.class.getName())
                                    && frame.getMethodName().equals("decode")));
            if (decoding) {
                throw new IllegalStateException("not by FST");
            }
            return number;
        }
    }

    @Test
    void whatMustBeSentAgainHasItsArrayAgainInBothDirections() throws Exception {
        byte[] array = random(2 * MIB);
        Map<NotByFst, byte[]> map = new HashMap<>(Map.of(new NotByFst(1), array));
        try (var pool = builder().build()) {
            assertArrayEquals(array, pool.submit(() -> map.get(new NotByFst(1))).get(), "the task");
            Map<NotByFst, byte[]> back = pool.submit(() -> new HashMap<>(Map.of(new NotByFst(1), array)))
                    .get();
            assertArrayEquals(array, back.get(new NotByFst(1)), "the result");
        }
    }

    @Test
    void aMapOfArraysIsAMapOfArrays() throws Exception {
        List<byte[]> inputs =
                Stream.of(10, 40_000, MIB).map(ByReferenceTest::random).toList();
        try (var pool = builder().build();
                Stream<byte[]> results = pool.map(array -> array, inputs)) {
            assertArrayEquals(inputs.toArray(), results.toArray());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "a file"})
    void withoutSharedMemoryArraysGoThroughThePipe(String what) throws Exception {
        Path nowhere = shared.resolve("nowhere");
        if (what.equals("a file")) {
            Files.writeString(nowhere, "x");
        }
        byte[] array = random(3 * MIB);
        try (var pool = builder().sharedMemory(nowhere).build()) {
            assertArrayEquals(array, pool.submit(() -> array).get());
        }
    }

    @Test
    void aTaskThatEndsInterruptedStillHasItsResultAndSoHasTheNext() throws Exception {
        byte[] array = random(3 * MIB);
        try (var pool = builder().build()) {
            for (int i = 0; i < 3; i++) {
                byte[] back = pool.submit(() -> {
                            Thread.currentThread().interrupt();
                            return array;
                        })
                        .get();
                assertArrayEquals(array, back);
            }
        }
    }

    @Test
    void cancelledAndTimedOutTasksLeaveTheWayInOrder() throws Exception {
        byte[] array = random(MIB);
        try (var pool = builder().workers(2).build()) {
            for (int i = 0; i < 30; i++) {
                int number = i;
                var sleeps = pool.submit(
                        () -> sleepWith(array),
                        i % 3 == 0 ? TaskOptions.timeout(Duration.ofMillis(1)) : TaskOptions.none());
                var echoes = pool.submit(() -> array);
                if (i % 2 == 0) {
                    echoes.cancel(true);
                }
                if (i % 3 == 0) {
                    assertThrows(ExecutionException.class, sleeps::get);
                } else {
                    sleeps.cancel(true);
                    assertThrows(CancellationException.class, sleeps::get);
                }
                if (i % 2 != 0) {
                    assertArrayEquals(array, echoes.get(), () -> "round " + number);
                }
            }
        }
        assertEquals(List.of(), namesLeft());
    }

    private static int sleepWith(byte[] array) throws InterruptedException {
        TimeUnit.HOURS.sleep(array.length);
        return 0;
    }

    @Test
    void workersThatAreKilledAmongArraysLeaveNothingAndLoseNothing() throws Exception {
        byte[] array = random(2 * MIB);
        try (var pool = builder().workers(2).retries(50).build()) {
            for (int round = 0; round < 3; round++) {
                long pid = pool.submit(() -> ProcessHandle.current().pid()).get();
                List<TaskFuture<byte[]>> futures = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    futures.add(pool.submit(() -> array));
                }
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
                for (TaskFuture<byte[]> future : futures) {
                    assertArrayEquals(array, future.get());
                }
            }
        }
        assertEquals(List.of(), namesLeft());
    }

    @Test
    void windowsHaveNoNamesOnceTheirWorkerIsUpAndNoMemoryBeforeTheyAreUsed() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/smaps")), "needs Linux");
        byte[] array = random(MIB);
        try (var pool = builder().build()) {
            long worker = pool.submit(() -> ProcessHandle.current().pid()).get();
            assertEquals(List.of(), namesLeft());
            assertEquals(0, residentKiloBytesOfWindows(worker));

            assertArrayEquals(array, pool.submit(() -> array).get());

            assertTrue(residentKiloBytesOfWindows(worker) >= 2 * 1024, residentKiloBytesOfWindows(worker) + " kB");
            assertEquals(List.of(), namesLeft());
        }
        try (var pool = builder().byReferenceAbove(Long.MAX_VALUE).build()) {
            assertArrayEquals(array, pool.submit(() -> array).get());
            long worker = pool.submit(() -> ProcessHandle.current().pid()).get();
            assertEquals(-1, residentKiloBytesOfWindows(worker), "it has none");
        }
    }

    /** -1 if it has mapped none. */
    private static long residentKiloBytesOfWindows(long pid) throws IOException {
        long all = -1;
        boolean window = false;
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps"))) {
            if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                window = line.contains(".window");
                all = window && all < 0 ? 0 : all;
            } else if (window && line.startsWith("Rss:")) {
                all += Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return all;
    }

    @Test
    void aWorkerThatDiesBeforeItIsUpLeavesNoName() throws Exception {
        try (var pool = builder()
                .jvmArgs("-XX:NoSuchOption")
                .output(WorkerOutput.discard())
                .build()) {
            assertThrows(ExecutionException.class, () -> pool.submit(() -> 1).get());
        }
        assertEquals(List.of(), namesLeft());
    }

    @Test
    void aParentThatIsKilledAmongArraysLeavesNothing() throws Exception {
        try (var parent = ChildJvm.start(ByReferenceMain.class, shared.toString())) {
            long worker = Long.parseLong(parent.awaitLine("worker "));
            parent.awaitLine("going");
            ChildJvm.signal("KILL", parent.pid());
            Await.until(
                    () -> ProcessHandle.of(worker).map(p -> !p.isAlive()).orElse(true),
                    "worker " + worker + " still lives");
        }
        assertEquals(List.of(), namesLeft());
    }

    @Test
    void aThresholdBelowOneIsRefusedWithItsValue() {
        for (long bad : new long[] {0, -1, Long.MIN_VALUE}) {
            var refused = assertThrows(
                    IllegalArgumentException.class, () -> ProcessPool.builder().byReferenceAbove(bad));
            assertEquals("byReferenceAbove must be positive: byReferenceAbove=" + bad, refused.getMessage());
        }
    }
}
