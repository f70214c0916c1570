package dev.procpool.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nustaq.serialization.FSTConfiguration;

class SharedHandleTest {

    @TempDir
    Path directory;

    @Test
    void travelsInAHundredAndSomeBytesByJdkSerialization() throws Exception {
        SharedInts ints = SharedInts.write(file(), new int[100_000]);
        int pathBytes = file().toString().length();
        assertTrue(encode(ints).length < 155 + pathBytes, "bytes=" + encode(ints).length + " path=" + file());
    }

    @Test
    void everyKindReadsTheSameAfterTravelling() throws Exception {
        assertEquals(7, travel(SharedInts.write(file(), new int[] {7})).get(0));
        assertEquals(7L, travel(SharedLongs.write(file(), new long[] {7})).get(0));
        assertEquals(
                7.5, travel(SharedDoubles.write(file(), new double[] {7.5})).get(0));
        assertEquals(7, travel(SharedBytes.write(file(), new byte[] {7})).get(0));
        assertEquals(
                "seven", travel(SharedStrings.write(file(), List.of("seven"))).get(0));
    }

    @Test
    void everyKindReadsTheSameAfterTravellingByFst() {
        FSTConfiguration fst = FSTConfiguration.createDefaultConfiguration();
        List<Object> values = List.of(
                SharedInts.write(file("ints"), new int[] {7}),
                SharedLongs.write(file("longs"), new long[] {7}),
                SharedDoubles.write(file("doubles"), new double[] {7.5}),
                SharedBytes.write(file("bytes"), new byte[] {7}),
                SharedStrings.write(file("strings"), List.of("seven")));
        List<Object> copies = new ArrayList<>();
        for (Object value : values) {
            byte[] bytes = fst.asByteArray(value);
            assertTrue(bytes.length < 155 + directory.toString().length(), "bytes=" + bytes.length);
            copies.add(fst.asObject(bytes));
        }
        assertEquals(7, ((SharedInts) copies.get(0)).get(0));
        assertEquals(7L, ((SharedLongs) copies.get(1)).get(0));
        assertEquals(7.5, ((SharedDoubles) copies.get(2)).get(0));
        assertEquals(7, ((SharedBytes) copies.get(3)).get(0));
        assertEquals("seven", ((SharedStrings) copies.get(4)).get(0));
    }

    @Test
    void copiesShareOneMappingWhichIsMadeOnFirstUse() throws Exception {
        byte[] bytes = encode(SharedInts.write(file(), new int[] {1, 2, 3}));
        SerializedHandle travelled = serialized();
        SharedHandle one = travelled.handle();
        SharedHandle two = travelled.handle();
        assertTrue(one.toString().endsWith("not mapped yet]"), one.toString());
        assertSame(one.file(), two.file());
        assertEquals(2, ((SharedInts) decode(bytes)).get(1));
    }

    @Test
    void manyThreadsWithManyHandlesMapOnce() throws Exception {
        SharedInts.write(file(), new int[] {1, 2, 3}).close();
        SerializedHandle travelled = serialized();
        int threads = 8;
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<MappedFile>> mapped = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                mapped.add(pool.submit(() -> {
                    start.await();
                    return travelled.handle().file();
                }));
            }
            for (Future<MappedFile> one : mapped) {
                assertSame(mapped.get(0).get(), one.get());
            }
        } finally {
            pool.shutdown();
            assertTrue(pool.awaitTermination(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void unusedMappingsAreGivenUp() throws Exception {
        SharedInts.write(file(), new int[] {1, 2, 3}).close();
        WeakReference<MappedFile> mapped =
                new WeakReference<>(serialized().handle().file());
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (mapped.get() != null) {
            System.gc();
            assertTrue(System.nanoTime() < deadline, "the registry keeps the mapping alive");
        }
    }

    @Test
    void refusesAFileThatReplacedItsOwnEvenWhileTheOldOneIsMapped() throws Exception {
        SharedInts before = SharedInts.write(file(), new int[] {1});
        byte[] bytes = encode(before);
        SharedInts.write(file(), new int[] {1});
        SharedInts stranger = (SharedInts) decode(bytes);
        String message =
                assertThrows(SharedDataException.class, () -> stranger.get(0)).getMessage();
        assertTrue(message.startsWith(file() + ": replaced since this handle was made: identity="), message);
        assertThrows(SharedDataException.class, stranger::length);
        assertEquals(1, before.get(0), "what is mapped stays readable");
    }

    @Test
    void refusesAMissingCutOrForeignFileOnFirstUseAndNotWhenDecoded() throws Exception {
        byte[] bytes = encode(SharedInts.write(file(), new int[100]));
        Path aside = directory.resolve("aside");
        Files.move(file(), aside);
        SharedInts ints = (SharedInts) decode(bytes);
        assertFails(ints, "missing");
        SharedLongs.write(file(), new long[100]);
        assertFails(ints, "other element type: holds LONGS, expected INTS");
        Files.copy(aside, file(), StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            channel.truncate(100);
        }
        assertFails(ints, "truncated: fileBytes=100, header says 480");
        Files.move(aside, file(), StandardCopyOption.REPLACE_EXISTING);
        assertEquals(0, ints.get(99), "its own file is back");
    }

    @Test
    void damageIsFoundAtEveryUseAndNotTheFirstAlone() throws Exception {
        SharedInts ints = SharedInts.write(file(), new int[] {1, 2, 3});
        SharedInts other = travel(ints);
        SharedInts third = travel(ints);
        ints.close();
        byte[] damaged = Files.readAllBytes(file());
        damaged[damaged.length - 1] ^= 1;
        Files.write(file("damaged"), damaged);
        Files.move(file("damaged"), file(), StandardCopyOption.REPLACE_EXISTING);
        System.setProperty(MappedFiles.VERIFY_PROPERTY, "true");
        try {
            assertFails(other, "payload damaged");
            assertFails(other, "payload damaged");
            assertFails(third, "payload damaged");
        } finally {
            System.clearProperty(MappedFiles.VERIFY_PROPERTY);
        }
    }

    @Test
    void refusesADirectoryAndASubdirectoryOfAFile() throws Exception {
        String message = assertThrows(SharedDataException.class, () -> SharedInts.open(directory))
                .getMessage();
        assertTrue(message.startsWith(directory + ": cannot be read: "), message);
        Files.write(file(), new byte[1]);
        assertThrows(SharedDataException.class, () -> SharedInts.open(file().resolve("below")));
    }

    @Test
    void refusesUseAfterCloseNamingTheFileAndLeavesOtherHandlesAlone() {
        SharedInts closed = SharedInts.write(file(), new int[] {1});
        SharedInts other = SharedInts.open(file());
        closed.close();
        closed.close();
        for (Runnable use : new Runnable[] {
            () -> closed.get(0),
            closed::length,
            closed::verify,
            () -> closed.copyTo(0, new int[1], 0, 1),
            () -> encodeUnchecked(closed)
        }) {
            String message = assertThrows(IllegalStateException.class, use::run).getMessage();
            assertEquals(file() + ": this handle was closed; open the file again", message);
        }
        assertEquals(1, other.get(0));
        assertEquals(file(), closed.path());
    }

    @Test
    void aRelativePathIsMadeAbsoluteBecauseAWorkerMayRunElsewhere() {
        Path relative = Path.of("").toAbsolutePath().relativize(file());
        SharedInts ints = SharedInts.write(relative, new int[] {5});
        assertTrue(ints.path().isAbsolute());
        assertEquals(5, SharedInts.open(relative).get(0));
    }

    private void assertFails(SharedInts ints, String fact) {
        String message =
                assertThrows(SharedDataException.class, () -> ints.get(0)).getMessage();
        assertTrue(message.startsWith(file() + ": " + fact), message);
    }

    private SerializedHandle serialized() {
        return SharedHandle.open(file(), ElementType.INTS).serialized();
    }

    private Path file() {
        return file("data.bin");
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    @SuppressWarnings("unchecked")
    private static <T> T travel(T value) throws Exception {
        Object copy = decode(encode(value));
        assertNotSame(value, copy);
        return (T) copy;
    }

    private static byte[] encode(Object value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        return bytes.toByteArray();
    }

    private static void encodeUnchecked(Object value) {
        try {
            encode(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object decode(byte[] bytes) throws Exception {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        }
    }
}
