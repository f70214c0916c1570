package dev.procpool.conformance;

import static dev.procpool.conformance.Capability.COPIES;
import static dev.procpool.conformance.Capability.SURVIVES_A_CRASH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.TaskPool;
import dev.procpool.shared.SharedBuilder;
import dev.procpool.shared.SharedData;
import dev.procpool.shared.SharedDataException;
import dev.procpool.shared.SharedInts;
import dev.procpool.shared.SharedObject;
import dev.procpool.shared.SharedSections;
import dev.procpool.shared.SharedStrings;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large data written once, read by every task through the handle it captured. */
@OnEveryBackend
final class SharedDataTest extends SharesAPool {

    private static final int WORKERS = 2;

    @TempDir
    private Path directory;

    SharedDataTest() {
        super(backend -> backend.open(WORKERS));
    }

    @Test
    void arraysAreReadByTasksAndHereThroughTheSameHandle() {
        int[] squares = IntStream.range(0, 100_000).map(i -> i * i).toArray();
        SharedInts ints = pool.share(squares);
        var longs = pool.share(new long[] {1L << 40});
        var doubles = pool.share(new double[] {0.5});
        var bytes = pool.share(new byte[] {7});
        List<Integer> indices =
                IntStream.range(0, 100).map(i -> i * 997).boxed().toList();
        List<Integer> expected = indices.stream().map(i -> squares[i]).toList();
        assertEquals(expected, pool.map(i -> ints.get(i), indices).toList());
        assertEquals(expected, indices.stream().map(i -> ints.get(i)).toList());
        assertEquals(
                (1L << 40) + 7.5,
                pool.submit(() -> longs.get(0) + doubles.get(0) + bytes.get(0)).join());
    }

    @Test
    void sectionsTravelTogetherOrAlone() {
        SharedSections both = pool.share(SharedSections.builder(out -> {
            out.add("numbers", SharedInts.builder(numbers -> numbers.add(4)));
            out.add("words", SharedStrings.builder(words -> words.add("vier")));
        }));
        SharedStrings words = both.get("words", SharedStrings.class);
        assertEquals(
                "vier4",
                pool.submit(() -> words.get(0)
                                + both.get("numbers", SharedInts.class).get(0))
                        .join());
    }

    @Test
    void anObjectIsDecodedOnceInEveryWorker() throws Exception {
        SharedObject<CountsDecoding> shared = pool.shareObject(new CountsDecoding("value"));
        // A worker process begins at none.
        int before = backend.can(COPIES) ? 0 : CountsDecoding.decoded;
        List<String> seen = pool.map(
                        i -> shared.get().text + (CountsDecoding.decoded - before), List.of(1, 2, 3, 4, 5, 6, 7, 8, 9))
                .toList();
        assertEquals(List.of("value1"), seen.stream().distinct().toList());
        assertEquals("value", shared.get().text);
        assertSame(shared.get(), shared.get());
    }

    @Test
    void anObjectIsACopyHereToo() {
        var original = new ArrayList<>(List.of(1, 2));
        SharedObject<ArrayList<Integer>> shared = pool.shareObject(original);
        original.add(3);
        assertEquals(List.of(1, 2), shared.get());
        assertNotSame(original, shared.get());
        assertEquals(List.of(1, 2), pool.submit(() -> shared.get()).join());
    }

    @Test
    void filesAreThePoolsOwnAndPrivate() throws Exception {
        Path file = pool.share(new int[] {1}).path();
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())));
        assertEquals("r--------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void closeTakesTheFilesWithItAndRefusesNewOnes() throws Exception {
        SharedInts shared;
        TaskPool closed = backend.open(WORKERS);
        try (closed) {
            shared = closed.share(new int[] {1});
            assertEquals(1, closed.submit(() -> shared.get(0)).join());
        }
        assertFalse(Files.exists(shared.path().getParent()));
        assertThrows(RejectedExecutionException.class, () -> closed.share(new int[] {2}));
        assertThrows(RejectedExecutionException.class, () -> closed.shareObject("x"));
        assertEquals(1, shared.get(0), "what is mapped stays readable");
    }

    @Test
    void aBuilderThatThrowsIsNamedAndLeavesNothing() throws Exception {
        Path owned = pool.share(new int[] {1}).path().getParent();
        List<Path> before = files(owned);
        var reason = new IOException("no source");
        SharedBuilder<SharedInts> bad = SharedInts.builder(out -> {
            out.add(1);
            throw reason;
        });
        var failure = assertThrows(SharedDataException.class, () -> pool.share(bad));
        assertSame(reason, failure.getCause());
        assertEquals(before, files(owned));
        assertThrows(NullPointerException.class, () -> pool.share((int[]) null));
    }

    @Test
    void whatCannotTravelIsRefusedByShareObjectNamingTheField() {
        var failure = assertThrows(SharedDataException.class, () -> pool.shareObject(Map.of("k", new Object())));
        assertTrue(failure.getMessage().contains("java.lang.Object is not Serializable"), failure.getMessage());
    }

    @Test
    void anObjectThatCannotBeDecodedFailsTheTaskAlone() {
        SharedObject<Object> shared = pool.shareObject(new FailsToDecode());
        var failure = assertThrows(
                ExecutionException.class,
                () -> pool.submit(() -> shared.get() == null).get());
        var cause = assertInstanceOf(SharedDataException.class, failure.getCause());
        assertTrue(cause.getMessage().startsWith(shared.path() + ": its object cannot be decoded here: "));
        assertEquals(1, pool.submit(() -> 1).join());
    }

    @Test
    void aCachedFileIsReadByTasks() {
        SharedInts built = SharedData.cached(directory, "v1", SharedInts.builder(out -> out.add(5)));
        SharedInts found = SharedData.cached(directory, "v1", SharedInts.builder(out -> out.add(6)));
        assertEquals(10, pool.submit(() -> built.get(0) + found.get(0)).join());
    }

    @Test
    void aFileThatIsGoneCutOrReplacedFailsTheTaskAloneWhereItIsNotMapped() throws Exception {
        for (String what : List.of("missing", "truncated", "replaced", "other element type")) {
            Path file = directory.resolve(what);
            SharedInts shared = SharedInts.write(file, new int[100]);
            byte[] good = Files.readAllBytes(file);
            Files.delete(file);
            switch (what) {
                case "truncated" -> Files.write(file, java.util.Arrays.copyOf(good, 100));
                case "replaced" -> SharedInts.write(file, new int[100]);
                case "other element type" -> dev.procpool.shared.SharedLongs.write(file, new long[100]);
                default -> assertEquals("missing", what);
            }
            if (backend.can(SURVIVES_A_CRASH)) {
                var failure = assertThrows(
                        ExecutionException.class,
                        () -> pool.submit(() -> shared.get(0)).get());
                var cause = assertInstanceOf(SharedDataException.class, failure.getCause());
                assertTrue(cause.getMessage().startsWith(file + ": " + what), cause.getMessage());
            } else {
                // It is this JVM's own mapping.
                assertEquals(0, pool.submit(() -> shared.get(0)).get());
            }
            assertEquals(1, pool.submit(() -> 1).get());
        }
    }

    /** Again and again: where the JVM raises an error late, it is not always in the same place. */
    @Test
    void aFileCutWhileMappedFailsTheTaskAloneAndIsNamed() throws Exception {
        for (int round = 0; round < 10; round++) {
            Path file = directory.resolve("cut" + round);
            SharedInts shared = SharedInts.write(file, new int[1 << 20]);
            assertEquals(0, pool.submit(() -> shared.get((1 << 20) - 1)).get());
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(4096);
            }
            for (int i = 0; i < WORKERS + 1; i++) {
                var failure = assertThrows(
                        ExecutionException.class,
                        () -> pool.submit(() -> shared.get((1 << 20) - 1)).get());
                var cause = assertInstanceOf(SharedDataException.class, failure.getCause(), failure.toString());
                assertTrue(cause.getMessage().startsWith(file + ": "), cause.getMessage());
            }
            assertEquals(1, pool.submit(() -> 1).get());
        }
    }

    @Test
    void aSliceOfACutFileFailsTheTaskAloneAndIsNamed() throws Exception {
        Path file = directory.resolve("slice");
        SharedInts shared = SharedInts.write(file, new int[1 << 20]);
        Path ready = directory.resolve("ready");
        Path cut = directory.resolve("isCut");
        String readyName = ready.toString();
        String cutName = cut.toString();
        var future = pool.submit(() -> {
            var slice = shared.slice(0, 1 << 20);
            Files.createFile(Path.of(readyName));
            while (!Files.exists(Path.of(cutName))) {
                Thread.onSpinWait();
            }
            return slice.get((1 << 20) - 1);
        });
        backend.begin(future);
        while (!Files.exists(ready)) {
            Thread.onSpinWait();
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(4096);
        }
        Files.createFile(cut);
        var failure = assertThrows(ExecutionException.class, future::get);
        var cause = assertInstanceOf(SharedDataException.class, failure.getCause(), failure.toString());
        assertTrue(
                cause.getMessage().startsWith(file + ": a mapped page cannot be read, so the file was cut"),
                cause.getMessage());
        assertEquals(1, pool.submit(() -> 1).get());
    }

    private static List<Path> files(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private static final class CountsDecoding implements Serializable {
        private static final long serialVersionUID = 1L;

        /** Of this JVM. */
        static volatile int decoded;

        final String text;

        CountsDecoding(String text) {
            this.text = text;
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            decoded++;
        }
    }

    private static final class FailsToDecode implements Serializable {
        private static final long serialVersionUID = 1L;

        private void readObject(ObjectInputStream in) throws IOException {
            throw new IOException("on purpose");
        }
    }
}
