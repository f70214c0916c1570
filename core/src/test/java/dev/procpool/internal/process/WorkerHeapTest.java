package dev.procpool.internal.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.testing.Patience;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Memory is divided so that it suffices, and where it cannot suffice that is said. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class WorkerHeapTest {

    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final long BESIDE_THE_HEAP_MIB = 96;

    private static WorkerHeap ofMebibytes(long memory, long parentHeap, int workers) {
        return new WorkerHeap(memory * MIB, parentHeap * MIB, workers);
    }

    @ParameterizedTest
    @CsvSource({
        // memory, parent's heap, workers
        "2048, 512, 8",
        "2048, 512, 1",
        "1024, 256, 3",
        "4096, 3072, 4",
        "24105, 6026, 1",
        "24105, 6026, 100",
        "262144, 65536, 63",
        "4194304, 1024, 4096"
    })
    void allHeapsFilledFitWithWhatIsBesideThem(long memory, long parentHeap, int workers) {
        WorkerHeap heap = ofMebibytes(memory, parentHeap, workers);

        assertEquals(Optional.empty(), heap.shortage());
        long all = parentHeap + BESIDE_THE_HEAP_MIB + workers * (heap.maxMebibytes() + BESIDE_THE_HEAP_MIB);
        assertTrue(all <= memory - memory / 16, () -> heap + ": -Xmx" + heap.maxMebibytes() + "m, in all " + all);
        assertTrue(heap.maxMebibytes() >= 64, heap::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "  2048,   512,    8,    68", // (2048 - 128 - 96 - 512) / 8 - 96
        "  2048,   512,    1,   512", // a quarter
        " 24105,  6026,    4,  4023", // (24105 - 1506 - 96 - 6026) / 4 - 96, and a fraction is cut off
        "  4096,  3072,    1,   576", // 4096 - 256 - 96 - 3072 - 96
    })
    void theHeapIsTheShareLessWhatIsBesideItAndAtMostAQuarter(long memory, long parent, int workers, int expected) {
        assertEquals(expected, ofMebibytes(memory, parent, workers).maxMebibytes());
    }

    /** At 32 GiB references double, and the heap holds less. */
    @ParameterizedTest
    @CsvSource({"256, 64, 1", "1024, 256, 16", "24576, 32, 64", "9007199, 1, 1"})
    void noHeapIsSoLargeThatItsReferencesDouble(long memoryGib, long parentGib, int workers) {
        assertEquals(31 * 1024, new WorkerHeap(memoryGib * GIB, parentGib * GIB, workers).maxMebibytes());
    }

    @ParameterizedTest
    @CsvSource({
        // memory, parent's heap, workers, room for
        "  2048,          512,    9, 8", // one too many
        "  2048,         1712,    1, 0", // 16 MiB left
        "  2048,         4096,    1, 0", // the parent alone is too large
        "  2048, 8796093022207,   8, 0", // no limit at all
        "    16,            8,    1, 0",
        "     1,            1, 4096, 0",
        " 24105,         6026, 4096, 102",
    })
    void whereEvenTheSmallestHeapsDoNotFitThatIsSaidAndTheyAreSmallest(
            long memory, long parentHeap, int workers, int room) {
        WorkerHeap heap = ofMebibytes(memory, parentHeap, workers);

        assertEquals(64, heap.maxMebibytes());
        String shortage = heap.shortage().orElseThrow();
        assertTrue(shortage.contains("workers=" + workers + ", each with a heap of 64 MiB"), shortage);
        assertTrue(shortage.contains("may grow to " + parentHeap + " MiB"), shortage);
        assertTrue(shortage.contains("into the " + memory + " MiB"), shortage);
        assertTrue(shortage.contains("there is room for " + room + "."), shortage);
        assertTrue(shortage.contains("Take fewer workers"), shortage);
    }

    @Test
    void memoryWithoutBoundsDoesNotOverflow() {
        WorkerHeap heap = new WorkerHeap(Long.MAX_VALUE, Long.MAX_VALUE, 4096);

        assertEquals(64, heap.maxMebibytes());
        assertTrue(heap.shortage().isPresent());
    }
}
