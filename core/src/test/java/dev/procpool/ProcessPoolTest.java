package dev.procpool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

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
    void tasksRunInOtherProcesses() throws Exception {
        long pid = pool.submit(() -> ProcessHandle.current().pid()).get();
        assertNotEquals(ProcessHandle.current().pid(), pid);
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
    void workersOutOfRangeAreRefusedWithTheirValue() {
        for (int workers : new int[] {0, -1, Integer.MIN_VALUE, 4097}) {
            var refusal = assertThrows(IllegalArgumentException.class, () -> ProcessPool.create(workers));
            assertEquals("workers must be in 1..4096: workers=" + workers, refusal.getMessage());
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
