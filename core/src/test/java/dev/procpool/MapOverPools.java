package dev.procpool;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.provider.Arguments;

/**
 * What tests of {@code map} over real pools have in common: one of processes and one of threads, for all tests of a class,
 * and none.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MapOverPools {

    static final int WORKERS = 2;

    final long ownPid = ProcessHandle.current().pid();

    final SequentialPool sequential = SequentialPool.create();
    ThreadPool threads;
    ProcessPool processes;

    enum Backend {
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

    TaskPool pool(Backend backend) {
        return switch (backend) {
            case SEQUENTIAL -> sequential;
            case THREADS -> threads;
            case PROCESSES -> processes;
        };
    }

    static Stream<Arguments> backendsAndChunkSizes() {
        return Stream.of(Backend.values())
                .flatMap(backend -> Stream.of(1, 7, 100, 1_000).map(size -> Arguments.of(backend, size)));
    }

    static List<Integer> upTo(int end) {
        return IntStream.range(0, end).boxed().toList();
    }

    static int fail(String message) {
        throw new IllegalStateException(message);
    }

    /** Waits for ever in a worker; leaves a file when it begins, and another when it is interrupted. */
    static int hang(String directory) throws IOException, InterruptedException {
        Files.createFile(Path.of(directory, "began"));
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Files.createFile(Path.of(directory, "interrupted"));
            throw e;
        }
        return -1;
    }

    static int parkedIf(boolean condition) throws InterruptedException {
        if (condition) {
            new CountDownLatch(1).await();
        }
        return 0;
    }

    static void awaitFile(String directory, String name) {
        Await.until(() -> Files.exists(Path.of(directory, name)), "no file " + name);
    }

    static <T extends Throwable> T causeOfNext(Class<T> type, Iterator<?> results) {
        var failure = assertThrows(CompletionException.class, results::next);
        return assertInstanceOf(type, failure.getCause());
    }

    static void assertSays(String text, Throwable failure) {
        assertTrue(failure.getMessage().contains(text), failure::getMessage);
    }
}
