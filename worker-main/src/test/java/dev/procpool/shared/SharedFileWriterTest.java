package dev.procpool.shared;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedFileWriterTest {

    @TempDir
    Path directory;

    @Test
    void leavesNothingAndNamesTheFileWhenTheBuilderThrows() throws Exception {
        var reason = new java.io.IOException("no source");
        var failure = assertThrows(
                SharedDataException.class,
                () -> SharedData.write(file(), SharedInts.builder(writer -> {
                    writer.add(new int[100_000]);
                    List<Path> during = Listing.of(directory);
                    assertEquals(1, during.size());
                    assertTrue(during.get(0).getFileName().toString().matches("\\.procpool-[-0-9a-f]+\\.tmp"));
                    throw reason;
                })));
        assertEquals(
                file() + ": its builder failed: java.io.IOException: no source; nothing was left there; see the cause",
                failure.getMessage());
        assertSame(reason, failure.getCause());
        assertEquals(List.of(), Listing.of(directory));
        assertThrows(
                SharedDataException.class,
                () -> SharedData.write(file(), SharedStrings.builder(writer -> {
                    for (int i = 0; i < 20_000; i++) {
                        writer.add("x");
                    }
                    writer.add(null);
                })));
        assertEquals(List.of(), Listing.of(directory));
    }

    @Test
    void anErrorOfTheBuilderIsPassedOnAndLeavesNothing() throws Exception {
        var error = new AssertionError("broken");
        assertSame(
                error,
                assertThrows(
                        AssertionError.class,
                        () -> SharedData.write(file(), SharedInts.builder(writer -> {
                            throw error;
                        }))));
        assertEquals(List.of(), Listing.of(directory));
    }

    @Test
    void leavesThePreviousFileUntilTheNewOneIsFinished() throws Exception {
        SharedInts.write(file(), new int[] {1});
        SharedInts next = SharedData.write(file(), SharedInts.builder(writer -> {
            writer.add(2);
            assertEquals(1, SharedInts.open(file()).get(0));
        }));
        assertEquals(2, next.get(0));
        assertEquals(2, SharedInts.open(file()).get(0));
        assertEquals(List.of(file()), Listing.of(directory));
    }

    @Test
    void aWriterIsOfNoUseOnceItsBuilderHasEnded() {
        var kept = new ArrayList<SharedInts.Writer>();
        SharedData.write(file(), SharedInts.builder(writer -> {
            writer.add(1);
            kept.add(writer);
        }));
        assertThrows(
                SharedDataException.class,
                () -> SharedData.write(file("2"), SharedInts.builder(writer -> {
                    kept.add(writer);
                    throw new Exception();
                })));
        for (SharedInts.Writer writer : kept) {
            for (Runnable use : new Runnable[] {() -> writer.add(1), () -> writer.add(new int[2], 0, 2)}) {
                String message =
                        assertThrows(IllegalStateException.class, use::run).getMessage();
                assertTrue(message.endsWith(": this writer was for its builder alone, which has ended"), message);
            }
        }
        SharedInts ints = SharedInts.open(file());
        assertEquals(1, ints.length());
        ints.verify();
    }

    @Test
    void filesAreForTheirOwnerOnlyAndReadOnlyOnceFinished() throws Exception {
        SharedData.write(
                file(),
                SharedInts.builder(writer -> assertEquals(
                        "rw-------", permissions(Listing.of(directory).get(0)))));
        assertEquals("r--------", permissions(file()));
    }

    @Test
    void aBuilderThatSwallowsAFailureFailsAllTheSame() throws Exception {
        assertThrows(
                SharedDataException.class,
                () -> SharedData.write(file(), SharedInts.builder(writer -> {
                    Thread.currentThread().interrupt();
                    try {
                        writer.add(new int[100_000]);
                    } catch (SharedDataException e) {
                        Thread.interrupted();
                    }
                })));
        assertEquals(List.of(), Listing.of(directory));
    }

    @Test
    void refusesAMissingDirectoryADirectoryAndAnUnwritableOne() throws Exception {
        Path below = directory.resolve("missing").resolve("ints.bin");
        assertEquals(below + ": directory " + below.getParent() + " is missing; create it first", writeFailure(below));
        assertEquals(directory + ": is a directory; give the name of a file", writeFailure(directory));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-x------"));
        try {
            assumeFalse(Files.isWritable(directory), "this user may write everywhere");
            assertEquals(
                    file() + ": directory " + directory + " is not writable; choose one that this user can write to",
                    writeFailure(file()));
        } finally {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** A limit on the file size fails a write in the middle as a full disk does. */
    @Test
    void removesTheTemporaryFileWhenAWriteFails() throws Exception {
        Path old = directory.resolve("0.bin");
        SharedInts.write(old, new int[] {42}).close();
        for (String kind : List.of("ints", "strings", "offsets")) {
            List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -f 1024; exec \"$@\"", "sh"));
            command.addAll(ChildJvm.command(List.of(), WriteTooMuch.class, kind, old));
            Process child =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(child.getInputStream().readAllBytes());
            assertEquals(0, child.waitFor(), output);
            assertTrue(output.startsWith("SharedDataException " + old + ": cannot be written: "), output);
            assertTrue(output.contains("File too large, free bytes in " + directory + "="), output);
            assertEquals(List.of(old), Listing.of(directory));
            assertEquals(42, SharedInts.open(old).get(0));
        }
    }

    @Test
    void anInterruptedWriterLeavesNothing() throws Exception {
        Thread.currentThread().interrupt();
        try {
            assertThrows(SharedDataException.class, () -> SharedInts.write(file(), new int[100_000]));
            assertTrue(Thread.currentThread().isInterrupted());
        } finally {
            Thread.interrupted();
        }
        assertEquals(List.of(), Listing.of(directory));
    }

    @Test
    void ofManyWritersToOneNameTheLastOneWinsWhole() throws Exception {
        int writers = 4;
        int rounds = 25;
        CyclicBarrier start = new CyclicBarrier(writers + 1);
        ExecutorService pool = Executors.newFixedThreadPool(writers + 1);
        SharedInts.write(file(), filled(0)).close();
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int w = 0; w < writers; w++) {
                int value = w;
                done.add(pool.submit(() -> {
                    start.await();
                    for (int i = 0; i < rounds; i++) {
                        SharedInts mine = SharedInts.write(file(), filled(value));
                        assertArrayEquals(filled(value), all(mine), "a writer reads what it wrote");
                    }
                    return null;
                }));
            }
            done.add(pool.submit(() -> {
                start.await();
                for (int i = 0; i < writers * rounds; i++) {
                    SharedInts one = SharedInts.open(file());
                    one.verify();
                    assertArrayEquals(filled(one.get(0)), all(one));
                }
                return null;
            }));
            for (Future<?> one : done) {
                one.get(60, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
            assertTrue(pool.awaitTermination(10, TimeUnit.SECONDS));
        }
        assertEquals(List.of(file()), Listing.of(directory));
    }

    @Test
    void aFileThatFailsToGetItsNameIsRemoved() throws Exception {
        String message = assertThrows(
                        SharedDataException.class,
                        () -> SharedData.write(file(), SharedInts.builder(writer -> {
                            writer.add(1);
                            Files.createDirectory(file());
                            Files.createFile(file().resolve("full"));
                        })))
                .getMessage();
        assertTrue(message.startsWith(file() + ": cannot be written: "), message);
        assertEquals(List.of(file()), Listing.of(directory));
        assertFalse(Files.isRegularFile(file()));
    }

    private static int[] filled(int value) {
        int[] values = new int[20_000];
        Arrays.fill(values, value);
        return values;
    }

    private static int[] all(SharedInts ints) {
        int[] values = new int[(int) ints.length()];
        ints.copyTo(0, values, 0, values.length);
        return values;
    }

    private static String permissions(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static String writeFailure(Path file) {
        return assertThrows(SharedDataException.class, () -> SharedInts.write(file, new int[1]))
                .getMessage();
    }

    private Path file() {
        return file("ints.bin");
    }

    private Path file(String name) {
        return directory.resolve(name);
    }
}
