package dev.procpool.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachedFileTest {

    @TempDir
    Path directory;

    private final AtomicInteger built = new AtomicInteger();

    @Test
    void buildsOnceAndFindsItTheNextTime() throws Exception {
        assertEquals(7, cached("v1", 7).get(0));
        assertEquals(7, cached("v1", 8).get(0), "the builder is not asked again");
        assertEquals(1, built.get());
        assertEquals(1, files().size(), "no temporary file is left");
        assertTrue(name(0).matches("v1-[0-9a-f]{16}\\.procpool"), name(0));
    }

    @Test
    void anotherKeyIsAnotherFile() throws Exception {
        assertEquals(1, cached("v1", 1).get(0));
        assertEquals(2, cached("v2", 2).get(0));
        assertEquals(1, cached("v1", 3).get(0));
        assertEquals(2, files().size());
    }

    @Test
    void anyTextIsAKey() throws Exception {
        List<String> keys = List.of(
                "",
                " ",
                ".",
                "..",
                "../../etc/passwd",
                "a/b",
                "a_b",
                "a\0b",
                "上升",
                "\ud800",
                "?",
                "x".repeat(10_000),
                "x".repeat(10_001),
                "-rf *",
                "A",
                "a");
        for (int i = 0; i < keys.size(); i++) {
            assertEquals(i, cached(keys.get(i), i).get(0), keys.get(i));
        }
        for (int i = 0; i < keys.size(); i++) {
            assertEquals(i, cached(keys.get(i), -1).get(0), keys.get(i));
        }
        assertEquals(keys.size(), files().size());
        for (Path file : files()) {
            assertTrue(
                    file.getFileName()
                            .toString()
                            .matches(
                                    "[A-Za-z0-9_-][A-Za-z0-9._-]{0,39}-?[0-9a-f]{16}\\.procpool|-[0-9a-f]{16}\\.procpool"),
                    file.toString());
            assertEquals(directory, file.getParent());
        }
    }

    @Test
    void makesTheDirectory() {
        Path below = directory.resolve("a").resolve("b");
        assertEquals(
                5,
                SharedData.cached(below, "k", SharedInts.builder(out -> out.add(5)))
                        .get(0));
    }

    @Test
    void buildsAnewWhatIsCutGrownDamagedOrEmpty() throws Exception {
        cached("k", 1);
        Path file = files().get(0);
        byte[] good = Files.readAllBytes(file);
        byte[] otherVersion = good.clone();
        otherVersion[HeaderLayout.VERSION_OFFSET] = 1;
        int value = 2;
        for (byte[] bad : List.of(
                Arrays.copyOf(good, good.length - 1),
                Arrays.copyOf(good, good.length + 1),
                Arrays.copyOf(good, 10),
                new byte[0],
                otherVersion,
                "not ours, but under our name".repeat(10).getBytes())) {
            Files.delete(file);
            Files.write(file, bad);
            assertEquals(value, cached("k", value).get(0));
            value++;
        }
        assertEquals(List.of(file), files());
    }

    @Test
    void buildsAnewWhatIsOfAnotherKind() throws Exception {
        cached("k", 1);
        SharedLongs longs = SharedData.cached(directory, "k", SharedLongs.builder(out -> out.add(2)));
        assertEquals(2, longs.get(0));
        assertEquals(3, cached("k", 3).get(0));
    }

    @Test
    void aFileOfAnotherKeyThatWasGivenThisNameIsNotTakenForIt() throws Exception {
        cached("old", 1);
        Path old = files().get(0);
        cached("new", 2);
        Path current = files().stream().filter(f -> !f.equals(old)).findFirst().orElseThrow();
        Files.delete(current);
        Files.move(old, current);
        assertEquals(3, cached("new", 3).get(0));
    }

    @Test
    void aBuilderThatThrowsLeavesNothingAndTheNextOneBuilds() throws Exception {
        var reason = new IllegalStateException("no source");
        var failure = assertThrows(
                SharedDataException.class,
                () -> SharedData.cached(directory, "k", SharedInts.builder(out -> {
                    out.add(1);
                    throw reason;
                })));
        assertSame(reason, failure.getCause());
        assertEquals(List.of(), files());
        assertEquals(2, cached("k", 2).get(0));
    }

    @Test
    void aBuilderThatAsksForItsOwnFileIsToldSo() throws Exception {
        var failure = assertThrows(
                SharedDataException.class,
                () -> SharedData.cached(
                        directory,
                        "k",
                        SharedInts.builder(out -> out.add(cached("k", 1).get(0)))));
        assertTrue(
                failure.getCause().getMessage().endsWith("its builder asks for the file it builds"),
                failure.getCause().getMessage());
        assertEquals(List.of(), files());
    }

    @Test
    void ofManyThreadsOneBuildsAndTheOthersWait() throws Exception {
        int threads = 6;
        var building = new CountDownLatch(1);
        var pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Integer>> values = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int value = i;
                values.add(pool.submit(() -> SharedData.cached(directory, "k", SharedInts.builder(out -> {
                            built.incrementAndGet();
                            building.await();
                            out.add(value);
                        }))
                        .get(0)));
            }
            building.countDown();
            for (Future<Integer> value : values) {
                assertEquals(values.get(0).get(), value.get());
            }
        } finally {
            pool.shutdown();
            assertTrue(pool.awaitTermination(10, TimeUnit.SECONDS));
        }
        assertEquals(1, built.get());
    }

    @Test
    void theDirectoryIsTheSameHoweverItIsSpelt() throws Exception {
        Path spelt = directory.resolve("..").resolve(directory.getFileName());
        Path file = new CachedFile(directory, "k").path();
        try (BuildLock held = BuildLock.acquire(file)) {
            assertTrue(held.isHeld());
            assertThrows(
                    IllegalStateException.class,
                    () -> BuildLock.acquire(new CachedFile(spelt, "k").path()),
                    "one thread, one lock: the second would wait for the first");
        }
        assertEquals(1, cached("k", 1).get(0));
        assertEquals(
                1,
                SharedData.cached(spelt, "k", SharedInts.builder(out -> out.add(2)))
                        .get(0));
    }

    @Test
    void programsThatFailToBuildTakeTurns() throws Exception {
        Path shared = directory.resolve("builders");
        List<Process> programs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            programs.add(new ProcessBuilder(ChildJvm.command(List.of(), TakeTurns.class, directory, shared))
                    .redirectErrorStream(true)
                    .start());
        }
        for (Process program : programs) {
            String output = new String(program.getInputStream().readAllBytes());
            assertEquals(0, program.waitFor(), output);
            assertEquals("never two at once", output.strip());
        }
    }

    @Test
    void aWaiterCanBeInterrupted() throws Exception {
        var building = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        var pool = Executors.newFixedThreadPool(2);
        try {
            Future<SharedInts> first = pool.submit(() -> SharedData.cached(directory, "k", SharedInts.builder(out -> {
                begun.countDown();
                building.await();
                out.add(1);
            })));
            begun.await();
            var waiterThread = new Thread[1];
            var entered = new CountDownLatch(1);
            Future<SharedInts> second = pool.submit(() -> {
                waiterThread[0] = Thread.currentThread();
                entered.countDown();
                return cached("k", 2);
            });
            entered.await();
            waiterThread[0].interrupt();
            var failure = assertThrows(ExecutionException.class, second::get);
            assertTrue(failure.getCause().getMessage().contains("interrupted: "), failure.toString());
            building.countDown();
            assertEquals(1, first.get().get(0));
        } finally {
            pool.shutdown();
            assertTrue(pool.awaitTermination(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void ofManyProgramsOneBuilds() throws Exception {
        List<Process> programs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            programs.add(new ProcessBuilder(ChildJvm.command(List.of(), BuildCached.class, directory, "v1", "" + i))
                    .redirectErrorStream(true)
                    .start());
        }
        List<String> outputs = new ArrayList<>();
        for (Process program : programs) {
            outputs.add(new String(program.getInputStream().readAllBytes()).strip());
            assertEquals(0, program.waitFor(), outputs.toString());
        }
        assertEquals(1, outputs.stream().filter(line -> line.contains("built")).count(), outputs.toString());
        assertEquals(
                1,
                outputs.stream()
                        .map(line -> line.replace("built ", ""))
                        .distinct()
                        .count(),
                outputs.toString());
        assertEquals(1, files().size(), files().toString());
    }

    @Test
    void whatAKilledBuilderLeavesIsSweptByTheNextOne() throws Exception {
        Process killed = new ProcessBuilder(ChildJvm.command(List.of(), BuildCached.class, directory, "v1", "hang"))
                .redirectErrorStream(true)
                .start();
        assertEquals('b', killed.getInputStream().read(), "it builds");
        assertEquals(1, files().size(), "temporary file");
        killed.destroyForcibly().waitFor();
        killed.getInputStream().close();
        assertEquals(5, cached("v1", 5).get(0));
        assertEquals(1, files().size(), files().toString());
    }

    @Test
    void anUnwritableDirectoryIsNamed() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-x------"));
        try {
            assumeFalse(Files.isWritable(directory), "this user may write everywhere");
            String message = assertThrows(SharedDataException.class, () -> cached("k", 1))
                    .getMessage();
            assertTrue(message.contains("directory " + directory + " is not writable"), message);
        } finally {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
        Path file = Files.createFile(directory.resolve("file"));
        var failure = assertThrows(
                SharedDataException.class, () -> SharedData.cached(file, "k", SharedInts.builder(out -> out.add(1))));
        assertTrue(failure.getMessage().startsWith(file.toString()), failure.getMessage());
        assertFalse(failure.getMessage().contains("null"), failure.getMessage());
    }

    @Test
    void differentKeysHaveDifferentDigests() {
        assertNotEquals(DataKey.of("a"), DataKey.of("b"));
        assertNotEquals(DataKey.of(""), DataKey.NONE);
        assertEquals(DataKey.of("a"), DataKey.of("a"));
    }

    private SharedInts cached(String key, int value) {
        return SharedData.cached(directory, key, SharedInts.builder(out -> {
            built.incrementAndGet();
            out.add(value);
        }));
    }

    /** But for the locks, which stay. */
    private List<Path> files() throws Exception {
        return Listing.of(directory).stream()
                .filter(file -> !file.toString().endsWith(".lock"))
                .toList();
    }

    private String name(int index) throws Exception {
        return files().get(index).getFileName().toString();
    }
}
