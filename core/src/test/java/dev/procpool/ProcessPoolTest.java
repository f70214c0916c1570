package dev.procpool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.task.RemoteCallable;
import dev.procpool.task.RemoteRunnable;
import dev.procpool.testing.Await;
import dev.procpool.testing.Patience;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a user gets of a pool whose workers live. One pool for all of it: that, too, is a test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProcessPoolTest {

    private static final int WORKERS = 2;

    private ProcessPool pool;

    record Point(int x, String name) implements Serializable {}

    @BeforeAll
    void openPool() {
        pool = ProcessPool.builder().workers(WORKERS).name("test").build();
    }

    @AfterAll
    void closePool() {
        pool.close();
    }

    @Test
    void submitGivesTheValueOfAPlainLambda() throws Exception {
        int captured = 40;
        assertEquals(42, pool.submit(() -> captured + 2).get());
    }

    @Test
    void tasksRunInOtherProcesses() throws Exception {
        long pid = pool.submit(() -> ProcessHandle.current().pid()).get();
        assertNotEquals(ProcessHandle.current().pid(), pid);
    }

    @Test
    void aRecordTravelsBothWays() throws Exception {
        var point = new Point(1, "zwei");
        assertEquals(
                new Point(2, "zwei"),
                pool.submit(() -> new Point(point.x() + 1, point.name())).get());
    }

    @Test
    void nullIsAValue() throws Exception {
        assertNull(pool.submit(() -> null).get());
    }

    @Test
    void aRunnableGivesNullOrTheGivenResultItself() throws Exception {
        RemoteRunnable runnable = () -> {};
        assertNull(pool.submit(runnable).get());
        var result = new Object();
        assertSame(result, pool.submit(runnable, result).get());
    }

    @Test
    void everyOneOfManyTasksGetsItsOwnResult() throws Exception {
        List<Future<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            int n = i;
            futures.add(pool.submit(() -> n * 2));
        }
        for (int i = 0; i < futures.size(); i++) {
            assertEquals(i * 2, futures.get(i).get());
        }
    }

    @Test
    void bigBodiesTravelBothWaysWhileTheWorkerPrintsAsMuch() throws Exception {
        byte[] big = new byte[32 << 20];
        big[12_345_678] = 42;
        var lines = new AtomicInteger();
        try (var printing = ProcessPool.builder()
                .workers(1)
                .output(line -> lines.incrementAndGet())
                .build()) {
            byte[] back = printing.submit(() -> {
                        for (int i = 0; i < 10_000; i++) {
                            System.out.println("x".repeat(1_000));
                        }
                        return big;
                    })
                    .get();
            assertEquals(42, back[12_345_678]);
        }
        assertEquals(10_000, lines.get());
    }

    @Test
    void theTasksOwnExceptionIsTheCauseWithTheStackOfBothSides() {
        var failure = assertThrows(
                ExecutionException.class,
                () -> pool.submit(() -> Thrower.fail("boom")).get());
        var cause = assertInstanceOf(IllegalStateException.class, failure.getCause());
        assertEquals("boom", cause.getMessage());
        String stack = Stream.of(cause.getStackTrace()).map(Object::toString).collect(Collectors.joining("\n"));
        assertTrue(
                stack.matches("(?s).*Thrower\\.fail\\(.*procpool\\.submit\\(task \\d+ to pool 'test'\\).*"
                        + "ProcessPoolTest\\.lambda\\$theTasksOwnException.*"),
                stack);
        assertFalse(stack.contains("TaskRunner"), stack);
    }

    private static final class Thrower {
        static int fail(String message) {
            throw new IllegalStateException(message);
        }
    }

    @Test
    void anErrorIsDeliveredAndTheWorkerIsUsedAgain() throws Exception {
        var failure = assertThrows(
                ExecutionException.class,
                () -> pool.submit(ProcessPoolTest::overflow).get());
        assertInstanceOf(StackOverflowError.class, failure.getCause());
        assertEquals(1, pool.submit(() -> 1).get());
    }

    private static int overflow() {
        return overflow() + 1;
    }

    @Test
    void anExceptionThatCannotTravelIsDescribed() {
        var failure = assertThrows(
                ExecutionException.class,
                () -> pool.submit(() -> {
                            throw new Unsendable("no way");
                        })
                        .get());
        var cause = assertInstanceOf(RemoteTaskException.class, failure.getCause());
        assertEquals(Unsendable.class.getName(), cause.remoteClassName());
        assertTrue(cause.getMessage().contains("no way"), cause.getMessage());
        assertTrue(cause.remoteStackTrace().contains("ProcessPoolTest"), cause.remoteStackTrace());
    }

    private static final class Unsendable extends Exception {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial")
        private final Object thread = Thread.currentThread();

        Unsendable(String message) {
            super(message);
        }
    }

    @Test
    void aTaskThatCannotTravelIsRefusedAtSubmitByClassAndField() {
        var thread = new Thread();
        var refusal = assertThrows(TaskSerializationException.class, () -> pool.submit(() -> thread.getName()));
        assertTrue(refusal.getMessage().contains("java.lang.Thread is not Serializable"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("captured argument 1"), refusal.getMessage());
    }

    @Test
    void aResultThatCannotTravelFailsItsFutureAlone() throws Exception {
        var failure = assertThrows(
                ExecutionException.class,
                () -> pool.submit(() -> List.of(new Object())).get());
        var cause = assertInstanceOf(TaskSerializationException.class, failure.getCause());
        assertTrue(cause.getMessage().contains("java.lang.Object is not Serializable"), cause.getMessage());
        assertEquals(2, pool.submit(() -> 2).get());
    }

    @Test
    void aTaskThatCannotBeDecodedFailsItsFutureAlone() throws Exception {
        var failure = assertThrows(
                ExecutionException.class,
                () -> pool.submit(new ThrowsAtDecode()).get());
        var cause = assertInstanceOf(TaskSerializationException.class, failure.getCause());
        assertTrue(cause.getMessage().contains("not today"), cause.getMessage());
        assertEquals(3, pool.submit(() -> 3).get());
    }

    private static final class ThrowsAtDecode implements RemoteCallable<Integer> {
        private static final long serialVersionUID = 1L;

        @Override
        public Integer call() {
            return 0;
        }

        private Object readResolve() {
            throw new IllegalStateException("not today");
        }
    }

    @Test
    void aResultThatCannotBeDecodedHereFailsItsFutureAlone() throws Exception {
        var failure = assertThrows(
                ExecutionException.class,
                () -> pool.submit(() -> new ThrowsAtDecode()).get());
        assertInstanceOf(TaskSerializationException.class, failure.getCause());
        assertEquals(4, pool.submit(() -> 4).get());
    }

    @Test
    void whatOnlyOneCodecCanDecodeGoesAgainInTheOther() throws Exception {
        OddOnce value = pool.submit(() -> new OddOnce(7)).get();
        assertEquals(7, value.number);
        OddOnce sent = new OddOnce(8);
        assertEquals(8, pool.submit(() -> sent.number).get());
    }

    /** Refuses to be decoded by anything but Java serialization. */
    private static final class OddOnce implements Serializable {
        private static final long serialVersionUID = 1L;

        private final int number;

        OddOnce(int number) {
            this.number = number;
        }

        private Object readResolve() {
            boolean jdk = StackWalker.getInstance()
                    .walk(frames ->
                            frames.noneMatch(frame -> frame.getClassName().startsWith("org.nustaq")));
            if (!jdk) {
                throw new IllegalStateException("only by Java serialization");
            }
            return this;
        }
    }

    @Test
    void nullArgumentsAreRefusedAtOnce() {
        assertThrows(NullPointerException.class, () -> pool.submit((RemoteCallable<String>) null));
        assertThrows(NullPointerException.class, () -> pool.submit((RemoteRunnable) null));
        assertThrows(NullPointerException.class, () -> pool.submit(() -> 1, null));
    }

    @Test
    void workersOutOfRangeAreRefusedWithTheirValue() {
        for (int workers : new int[] {0, -1, Integer.MIN_VALUE, 4097}) {
            var refusal = assertThrows(IllegalArgumentException.class, () -> ProcessPool.create(workers));
            assertEquals("workers must be in 1..4096: workers=" + workers, refusal.getMessage());
        }
    }

    @Test
    void invokeAllReturnsAllInOrderWhenAllAreDone() throws Exception {
        List<RemoteCallable<Integer>> tasks = List.of(() -> 1, () -> 2, () -> Thrower.fail("third"));
        List<Future<Integer>> futures = pool.invokeAll(tasks);
        assertTrue(futures.stream().allMatch(Future::isDone));
        assertEquals(2, futures.get(1).get());
        assertThrows(ExecutionException.class, () -> futures.get(2).get());
        assertEquals(List.of(), pool.invokeAll(List.<RemoteCallable<Integer>>of()));
    }

    @Test
    void invokeAllCancelsWhatIsNotDoneInTime() throws Exception {
        List<RemoteCallable<Integer>> tasks = List.of(() -> 1, ProcessPoolTest::sleepLong);
        List<Future<Integer>> futures = pool.invokeAll(tasks, 1, TimeUnit.SECONDS);
        assertEquals(1, futures.get(0).get());
        assertTrue(futures.get(1).isCancelled());
    }

    private static int sleepLong() throws InterruptedException {
        TimeUnit.HOURS.sleep(1);
        return 0;
    }

    @Test
    void invokeAnyReturnsTheFirstSuccessWithoutWaitingForTheRest() throws Exception {
        List<RemoteCallable<Integer>> tasks = List.of(() -> Thrower.fail("first"), ProcessPoolTest::sleepLong, () -> 7);
        assertEquals(7, pool.invokeAny(tasks));
        List<RemoteCallable<Integer>> bad = List.of(() -> Thrower.fail("all"), () -> Thrower.fail("bad"));
        assertInstanceOf(
                IllegalStateException.class,
                assertThrows(ExecutionException.class, () -> pool.invokeAny(bad))
                        .getCause());
        assertThrows(IllegalArgumentException.class, () -> pool.invokeAny(List.<RemoteCallable<Integer>>of()));
        List<RemoteCallable<Integer>> slow = List.of(ProcessPoolTest::sleepLong);
        assertThrows(TimeoutException.class, () -> pool.invokeAny(slow, 200, TimeUnit.MILLISECONDS));
    }

    @Test
    void aCallableThatIsNoRemoteOneIsTakenIfItsClassIsSerializable() throws Exception {
        Callable<Integer> plain = () -> 1;
        assertThrows(TaskSerializationException.class, () -> pool.submit(plain));
        Callable<Integer> serializable = (Callable<Integer> & Serializable) () -> 5;
        assertEquals(5, pool.submit(serializable).get());
    }

    @Test
    void aCancelledTaskThatWaitsNeverRuns(@TempDir Path directory) throws Exception {
        String mark = directory.resolve("ran").toString();
        try (var one = ProcessPool.create(1)) {
            var blocker = one.submit(ProcessPoolTest::sleepLong);
            var waiting = one.submit(() -> Files.createFile(Path.of(mark)).toString());
            assertTrue(waiting.cancel(false));
            assertTrue(blocker.cancel(true));
            assertEquals(1, one.submit(() -> 1).get());
            assertThrows(CancellationException.class, waiting::get);
            assertTrue(waiting.cancel(true), "one that is cancelled already");
            assertFalse(blocker.complete(1));
        }
        assertFalse(Files.exists(Path.of(mark)));
    }

    @Test
    void cancelInterruptsARunningTaskAndKeepsItsWorker() throws Exception {
        try (var one = ProcessPool.create(1)) {
            long pid = one.submit(() -> ProcessHandle.current().pid()).get();
            var sleeping = one.submit(ProcessPoolTest::sleepLong);
            Await.until(() -> one.toString().contains("busy=1"), Patience.surely(), one::toString);
            assertTrue(sleeping.cancel(true));
            assertEquals(pid, one.submit(() -> ProcessHandle.current().pid()).get());
            assertFalse(one.submit(() -> Thread.currentThread().isInterrupted()).get());
        }
    }

    @Test
    void cancelTakesTheWorkerOfATaskThatIgnoresInterrupts() throws Exception {
        try (var one = ProcessPool.create(1)) {
            var endless = one.submit(ProcessPoolTest::spin);
            Await.until(() -> one.toString().contains("busy=1"), Patience.surely(), one::toString);
            assertTrue(endless.cancel(true));
            assertEquals(8, one.submit(() -> 8).get(30, TimeUnit.SECONDS));
        }
    }

    private static int spin() {
        int spins = 0;
        while (System.nanoTime() != 0) {
            spins++;
        }
        return spins;
    }

    @Test
    void aTaskOverItsTimeoutFailsWithLimitAndRunningTimeAndFreesItsWorker() throws Exception {
        try (var one = ProcessPool.create(1)) {
            var limit = Duration.ofSeconds(1);
            var endless = one.submit(ProcessPoolTest::spin, TaskOptions.timeout(limit));
            var inTime = one.submit(() -> 9, TaskOptions.timeout(limit));
            var failure = assertThrows(ExecutionException.class, endless::get);
            var cause = assertInstanceOf(TaskTimeoutException.class, failure.getCause());
            assertEquals(limit, cause.limit());
            assertTrue(cause.ran().compareTo(limit) >= 0, cause.getMessage());
            assertTrue(cause.getMessage().contains("limit=1000 ms"), cause.getMessage());
            // It waited longer than its limit, but the clock starts with the task.
            assertEquals(9, inTime.get());
        }
    }

    @Test
    void getWithATimeoutLeavesTheTaskAlone() throws Exception {
        var slow = pool.submit(() -> {
            TimeUnit.MILLISECONDS.sleep(300);
            return 1;
        });
        assertThrows(TimeoutException.class, () -> slow.get(1, TimeUnit.MILLISECONDS));
        assertEquals(1, slow.get());
        assertEquals(1, slow.get(0, TimeUnit.MILLISECONDS));
    }

    @Test
    void actionsOnFuturesMaySubmitAndWait() throws Exception {
        var chained = pool.submit(() -> 1);
        int sum = chained.thenApply(one ->
                        one + pool.submit(() -> 2).join() + pool.submit(() -> 3).join())
                .get();
        assertEquals(6, sum);
    }

    @Test
    void executeRunsTheTaskAndItsFailureHurtsNobody(@TempDir Path directory) throws Exception {
        Path mark = directory.resolve("ran");
        String name = mark.toString();
        pool.execute((RemoteRunnable) () -> createFile(name));
        Await.until(() -> Files.exists(mark), Patience.surely(), () -> "execute has not run");
    }

    private static void createFile(String name) {
        try {
            Files.createFile(Path.of(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shutdownFinishesWhatWasAcceptedAndRefusesMore() throws Exception {
        var two = ProcessPool.create(2);
        List<Future<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int n = i;
            futures.add(two.submit(() -> n));
        }
        two.shutdown();
        assertTrue(two.isShutdown());
        var refusal = assertThrows(RejectedExecutionException.class, () -> two.submit(() -> 0));
        assertTrue(refusal.getMessage().contains("SHUTDOWN"), refusal.getMessage());
        for (int i = 0; i < futures.size(); i++) {
            assertEquals(i, futures.get(i).get());
        }
        assertTrue(two.awaitTermination(30, TimeUnit.SECONDS));
        assertTrue(two.isTerminated());
        two.close();
    }

    @Test
    void shutdownNowEndsEveryFutureAndReturnsWhatNeverStarted() throws Exception {
        var one = ProcessPool.create(1);
        var running = one.submit(ProcessPoolTest::spin);
        Await.until(() -> one.toString().contains("busy=1"), Patience.surely(), one::toString);
        var waiting = one.submit(() -> 1);
        List<Runnable> neverStarted = one.shutdownNow();
        assertEquals(1, neverStarted.size());
        assertThrows(CancellationException.class, running::get);
        assertThrows(CancellationException.class, waiting::get);
        one.close();
        assertTrue(one.isTerminated());
    }

    @Test
    void aPoolThatIsClosedAtOnceLeavesNothing() {
        for (int i = 0; i < 5; i++) {
            ProcessPool.create(2).close();
        }
    }

    /** Warnings of the JVM among it: from JDK 24 on it has one for what FST does. */
    @Test
    void aWorkerSaysNothingOfItsOwnAccord() throws Exception {
        List<OutputLine> lines = Collections.synchronizedList(new ArrayList<>());
        try (var silent = ProcessPool.builder().workers(1).output(lines::add).build()) {
            assertEquals(
                    new Point(1, "one"),
                    silent.submit(() -> new Point(1, "one")).get());
        }
        assertEquals(List.of(), lines, "the worker's log comes with its death");
    }

    @Test
    void printedLinesArriveTaggedWithTheirTask() throws Exception {
        List<OutputLine> lines = Collections.synchronizedList(new ArrayList<>());
        long task;
        try (var printing =
                ProcessPool.builder().workers(1).name("p").output(lines::add).build()) {
            var future = printing.submit(() -> {
                System.out.println("to out");
                System.err.print("to err, no newline");
                return 1;
            });
            task = future.id();
            future.get();
        }
        assertEquals(
                Set.of(
                        new OutputLine("p", 1, task, false, "to out"),
                        new OutputLine("p", 1, task, true, "to err, no newline")),
                Set.copyOf(lines));
    }

    @Test
    void whatIsPrintedPastSystemOutCannotHarmTheProtocol() throws Exception {
        List<OutputLine> lines = Collections.synchronizedList(new ArrayList<>());
        try (var noisy = ProcessPool.builder()
                .workers(1)
                .jvmArgs("-Xlog:gc*,class+load=info")
                .output(lines::add)
                .build()) {
            for (int i = 0; i < 50; i++) {
                int n = i;
                assertEquals(
                        n,
                        noisy.submit(() -> {
                                    new ProcessBuilder("sh", "-c", "printf POLLUTION; head -c 100")
                                            .inheritIO()
                                            .start()
                                            .waitFor();
                                    return n;
                                })
                                .get());
            }
            noisy.submit(ProcessPoolTest::writeMuchToDescriptorOne).get();
            assertEquals(-1, noisy.submit(() -> System.in.read()).get());
            assertEquals(1, noisy.submit(() -> 1).get());
        }
        assertTrue(lines.stream().anyMatch(line -> line.text().contains("POLLUTION")));
    }

    private static int writeMuchToDescriptorOne() throws IOException {
        try (var out = new FileOutputStream(FileDescriptor.out)) {
            out.write("NATIVE".repeat(200_000).getBytes(StandardCharsets.US_ASCII));
        }
        return 0;
    }

    @Test
    void workersInheritPropertiesAndAssertionsAndGetTheirEnvironment() throws Exception {
        System.setProperty("procpool.test.inherited", "yes \u4e2d");
        try (var one = ProcessPool.builder()
                .workers(1)
                .env("PROCPOOL_TEST", "set")
                .jvmArgs("-Dprocpool.test.arg=given")
                .build()) {
            assertEquals(
                    "yes \u4e2d",
                    one.submit(() -> System.getProperty("procpool.test.inherited"))
                            .get());
            assertEquals("set", one.submit(() -> System.getenv("PROCPOOL_TEST")).get());
            assertEquals(
                    "given",
                    one.submit(() -> System.getProperty("procpool.test.arg")).get());
            assertTrue(one.submit(() -> ProcessPoolTest.class.desiredAssertionStatus())
                    .get());
        } finally {
            System.clearProperty("procpool.test.inherited");
        }
    }
}
