package dev.procpool.internal.process;

import java.util.Optional;

/**
 * How large each worker's heap may become, so that all workers and this JVM fit the memory they share even when every heap
 * is full:
 *
 * <pre>
 *   memory >= memory / 16  +  parent's heap + 96 MiB  +  workers * (worker's heap + 96 MiB)
 *             the rest of     this JVM                   the workers
 *             the machine
 * </pre>
 *
 * <p>Within these bounds:
 *
 * <ul>
 *   <li>96 MiB for what a JVM needs beside its heap: code, classes, threads, the collector's tables. Measured as the
 *       highest resident size less the heap, with the heap filled to the brim: 50 to 62 MiB for a worker that does little
 *       but that (JDK 17.0.15 and 25, Linux x86-64, Serial and G1, heaps of 128 MiB); the rest is for the classes and the
 *       compiled code of a program of some size. What tasks take beside the heap themselves (direct buffers, native code)
 *       nobody can foresee.
 *   <li>A sixteenth for the system, other programs, and cached pages, among them those of shared data. It also bears that
 *       G1 rounds a heap up to whole regions, by less than a hundredth.
 *   <li>Never above a quarter of the memory, which is the JVM's own default ({@code MaxRAMPercentage}), nor above 31 GiB:
 *       at 32 GiB the JVM turns to references of 8 bytes, and the heap holds less than before.
 *   <li>Never below 64 MiB, in which few programs run: if that is too much, it is said ({@link #shortage}), since
 *       the machine may still do if not all heaps fill up.
 * </ul>
 *
 * @param memoryBytes what there is for all of them
 * @param parentHeapBytes the largest heap of this JVM; more than the memory if it was started so
 * @param workers all that may live at once
 */
record WorkerHeap(long memoryBytes, long parentHeapBytes, int workers) {

    private static final long MIB = 1L << 20;
    private static final long LEAST = 64 * MIB;
    private static final long MOST = 31 * 1024 * MIB;
    private static final long BESIDE_THE_HEAP = 96 * MIB;
    private static final int RESERVED_PART = 16;
    private static final int DEFAULT_PART_OF_THE_JVM = 4;

    /** For {@code -Xmx}. */
    int maxMebibytes() {
        long share = leftForWorkers() / workers - BESIDE_THE_HEAP;
        long most = Math.min(MOST, memoryBytes / DEFAULT_PART_OF_THE_JVM);
        return (int) (Math.max(LEAST, Math.min(most, share)) / MIB);
    }

    /** How many workers fit with the smallest heap; may be none. */
    private long roomFor() {
        return leftForWorkers() / (LEAST + BESIDE_THE_HEAP);
    }

    /** Not negative, however much the parent may take. */
    private long leftForWorkers() {
        long shared = memoryBytes - memoryBytes / RESERVED_PART - BESIDE_THE_HEAP;
        return Math.max(0, shared - Math.min(shared, parentHeapBytes));
    }

    /** What to tell the user if not even the smallest heaps fit. */
    Optional<String> shortage() {
        if (roomFor() >= workers) {
            return Optional.empty();
        }
        return Optional.of(
                "memory may run out: workers=" + workers + ", each with a heap of " + LEAST / MIB + " MiB and "
                        + BESIDE_THE_HEAP / MIB + " MiB beside it, do not fit beside this JVM, whose heap may grow to "
                        + parentHeapBytes / MIB + " MiB, into the " + memoryBytes / MIB
                        + " MiB of this machine or container; there is room for " + roomFor()
                        + ". Take fewer workers, start this JVM with a smaller -Xmx, or choose the workers' heap yourself with"
                        + " jvmArgs(\"-Xmx...\")");
    }
}
