package dev.procpool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.codec.FallbackCodec;
import dev.procpool.shared.SharedDataException;
import dev.procpool.shared.SharedInts;
import dev.procpool.shared.SharedStrings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Data written here, read by tasks through the handle they captured. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SharedDataInPoolTest {

    private static final int FEW_BYTES = 400;

    @TempDir
    private Path directory;

    private ProcessPool pool;

    @BeforeAll
    void openPool() {
        pool = ProcessPool.create(2);
    }

    @AfterAll
    void closePool() {
        pool.close();
    }

    @Test
    void everyWorkerReadsWhatWasWrittenOnce() {
        int[] squares = IntStream.range(0, 1_000_000).map(i -> i * i).toArray();
        SharedInts shared = SharedInts.write(directory.resolve("squares"), squares);
        List<Integer> indices =
                IntStream.range(0, 1_000).map(i -> i * 997).boxed().toList();
        assertEquals(
                indices.stream().map(i -> squares[i]).toList(),
                pool.map(i -> shared.get(i), indices).toList());
    }

    @Test
    void stringsAreSharedToo() throws Exception {
        SharedStrings words =
                SharedStrings.write(directory.resolve("words"), List.of("eins", "", "\u6f22\u5b57 \ud83d\ude00"));
        assertEquals(
                "\u6f22\u5b57 \ud83d\ude00", pool.submit(() -> words.get(2)).get());
    }

    @Test
    void aHandleTravelsAsAFewBytesWithEitherCodec() throws Exception {
        SharedInts shared = SharedInts.write(directory.resolve("big"), new int[1_000_000]);
        for (FallbackCodec codec : List.of(FallbackCodec.preferFst(), FallbackCodec.jdkOnly())) {
            int handleBytes = codec.encode(shared).bytes().length;
            assertTrue(handleBytes < FEW_BYTES, "handleBytes=" + handleBytes);
        }
    }

    @Test
    void aFileThatIsGoneFailsTheTaskAloneAndIsNamed() throws Exception {
        Path file = directory.resolve("gone");
        SharedInts shared = SharedInts.write(file, new int[10]);
        Files.delete(file);
        var failure = assertThrows(
                ExecutionException.class, () -> pool.submit(() -> shared.get(0)).get());
        var cause = assertInstanceOf(SharedDataException.class, failure.getCause());
        assertTrue(cause.getMessage().contains(file.toString()), cause.getMessage());
        assertEquals(1, pool.submit(() -> 1).get());
    }
}
