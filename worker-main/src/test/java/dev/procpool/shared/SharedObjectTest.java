package dev.procpool.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.codec.FallbackCodec;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedObjectTest {

    @TempDir
    Path directory;

    @Test
    void readsWhatWasWrittenAsACopyThatAllHandlesOfTheFileShare() {
        Map<String, List<Integer>> value = Map.of("a", List.of(1, 2), "b", List.of());
        SharedObject<Map<String, List<Integer>>> written = SharedObject.write(file(), value);
        SharedObject<Map<String, List<Integer>>> opened = SharedObject.open(file());
        assertEquals(value, opened.get());
        assertNotSame(value, opened.get());
        assertSame(opened.get(), written.get());
        opened.verify();
        assertEquals(1, opened.length());
    }

    @Test
    void nullIsAnObjectToo() {
        assertNull(SharedObject.write(file(), (Object) null).get());
    }

    @Test
    void aNewFileOfTheSameNameIsAnotherObject() {
        assertEquals("old", SharedObject.write(file(), "old").get());
        assertEquals("new", SharedObject.write(file(), "new").get());
    }

    @Test
    void isDecodedOnceByHoweverManyThreads() throws Exception {
        SharedObject.write(file(), new CountsDecoding()).close();
        int before = CountsDecoding.decoded.get();
        int threads = 8;
        var start = new CyclicBarrier(threads);
        var pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Object>> got = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                got.add(pool.submit(() -> {
                    start.await();
                    return SharedObject.open(file()).get();
                }));
            }
            for (Future<Object> one : got) {
                assertSame(got.get(0).get(), one.get());
            }
        } finally {
            pool.shutdown();
            assertTrue(pool.awaitTermination(10, TimeUnit.SECONDS));
        }
        assertEquals(before + 1, CountsDecoding.decoded.get());
    }

    @Test
    void fstReadsWhatFstWrote() {
        SharedObject<Map<String, Integer>> object =
                SharedData.write(file(), SharedObject.builder(() -> Map.of("k", 1), FallbackCodec.preferFst()));
        assertEquals(Map.of("k", 1), object.get());
    }

    @Test
    void refusesWhatIsNotSerializableNamingTheField() throws Exception {
        var failure = assertThrows(SharedDataException.class, () -> SharedObject.write(file(), new HasAThread()));
        assertTrue(
                failure.getMessage().startsWith(file() + ": its object cannot be encoded: ")
                        && failure.getMessage().contains("HasAThread.thread -> java.lang.Thread is not Serializable"),
                failure.getMessage());
        assertInstanceOf(NotSerializableException.class, failure.getCause());
        assertEquals(List.of(), Listing.of(directory));
    }

    @Test
    void aSourceThatThrowsLeavesNothing() throws Exception {
        var reason = new IOException("no source");
        var failure = assertThrows(
                SharedDataException.class,
                () -> SharedData.write(file(), SharedObject.builder(() -> {
                    throw reason;
                })));
        assertSame(reason, failure.getCause());
        assertEquals(List.of(), Listing.of(directory));
    }

    @Test
    void anObjectThatCannotBeDecodedIsNamedEachTime() {
        SharedObject<Object> object = SharedObject.write(file(), new FailsToDecode());
        for (int i = 0; i < 2; i++) {
            var failure = assertThrows(SharedDataException.class, object::get);
            assertTrue(
                    failure.getMessage()
                            .startsWith(
                                    file() + ": its object cannot be decoded here: java.io.IOException: on purpose"),
                    failure.getMessage());
        }
    }

    @Test
    void anUnknownCodecIsRefused() throws Exception {
        SharedObject.write(file(), "x").close();
        byte[] bytes = Files.readAllBytes(file());
        bytes[HeaderLayout.BYTES + ObjectLayout.CODEC_OFFSET] = 77;
        Files.delete(file());
        Files.write(file(), bytes);
        var failure = assertThrows(
                SharedDataException.class, () -> SharedObject.open(file()).get());
        assertTrue(failure.getMessage().contains("no codec has this id: codec=77"), failure.getMessage());
    }

    private static final class CountsDecoding implements Serializable {
        private static final long serialVersionUID = 1L;
        static final AtomicInteger decoded = new AtomicInteger();

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            decoded.incrementAndGet();
        }
    }

    private static final class FailsToDecode implements Serializable {
        private static final long serialVersionUID = 1L;

        private void readObject(ObjectInputStream in) throws IOException {
            throw new IOException("on purpose");
        }
    }

    private static final class HasAThread implements Serializable {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings({"serial", "unused"})
        private final Object thread = Thread.currentThread();
    }

    private Path file() {
        return directory.resolve("object.bin");
    }
}
