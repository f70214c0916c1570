package dev.procpool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.OperatingSystemMXBean;
import dev.procpool.testing.Patience;
import java.io.Serializable;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a task sees of its worker's share of the machine. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
final class WorkerResourcesInPoolTest {

    private static final long MIB = 1L << 20;

    private static final int CPUS = Runtime.getRuntime().availableProcessors();

    private record Seen(long maxHeapBytes, int cpus, int commonPool, List<String> arguments, List<String> collectors)
            implements Serializable {

        static Seen inThisJvm() {
            return new Seen(
                    Runtime.getRuntime().maxMemory(),
                    Runtime.getRuntime().availableProcessors(),
                    ForkJoinPool.getCommonPoolParallelism(),
                    List.copyOf(ManagementFactory.getRuntimeMXBean().getInputArguments()),
                    ManagementFactory.getGarbageCollectorMXBeans().stream()
                            .map(GarbageCollectorMXBean::getName)
                            .toList());
        }

        boolean hasArgument(String start) {
            return arguments.stream().anyMatch(argument -> argument.startsWith(start));
        }
    }

    private static ProcessPool.Builder builder(int workers) {
        return ProcessPool.builder().workers(workers).output(WorkerOutput.discard());
    }

    private static Seen seenIn(ProcessPool.Builder builder) throws Exception {
        try (ProcessPool pool = builder.build()) {
            return pool.submit(Seen::inThisJvm).get();
        }
    }

    @Test
    void asManyWorkersAsCpusHaveOneEachAndHeapsThatFitTogether() throws Exception {
        Seen seen = seenIn(builder(CPUS));

        assertEquals(1, seen.cpus());
        assertEquals(1, seen.commonPool());
        assertTrue(seen.arguments().contains("-XX:ActiveProcessorCount=1"), seen::toString);
        assertTrue(seen.hasArgument("-Xmx"), seen::toString);
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long all = CPUS * seen.maxHeapBytes() + Runtime.getRuntime().maxMemory();
        // A machine so small that it is overbooked says so, and its workers have the least.
        assertTrue(
                all <= system.getTotalMemorySize() || seen.maxHeapBytes() <= 64 * MIB,
                () -> all + " > " + system.getTotalMemorySize() + ": " + seen);
        String collector = Runtime.version().feature() < 18 ? "G1 Young Generation" : "Copy";
        assertTrue(seen.collectors().contains(collector), seen::toString);
    }

    @Test
    void aWorkerThatIsAloneHasAllCpus() throws Exception {
        assertEquals(CPUS, seenIn(builder(1)).cpus());
    }

    @Test
    void theUsersHeapWins() throws Exception {
        Seen seen = seenIn(builder(2).jvmArgs("-XX:+UseSerialGC", "-XX:MaxRAMPercentage=2"));

        assertFalse(seen.hasArgument("-Xmx"), seen::toString);
        assertTrue(seen.maxHeapBytes() <= Runtime.getRuntime().maxMemory(), seen::toString);
        assertEquals(Math.max(1, CPUS / 2), seen.cpus());
    }

    /** Some of these would keep a worker from starting beside an option of ours. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-XX:+UseSerialGC",
                "-XX:+UseParallelGC",
                "-XX:+UseG1GC",
                "-XX:-UseG1GC",
                "-XX:ConcGCThreads=2",
                "-XX:ParallelGCThreads=3",
                "-XX:ActiveProcessorCount=3",
                "-XX:CICompilerCount=3",
                "-XX:-TieredCompilation",
                "-XX:MaxRAM=1g"
            })
    void aWorkerStartsWithWhateverTheUserChooses(String option) throws Exception {
        Seen seen = seenIn(builder(CPUS).jvmArgs(option));

        assertTrue(seen.arguments().contains(option), seen::toString);
    }

    @Test
    void optionsInTheWorkersEnvironmentWinToo() throws Exception {
        Seen seen = seenIn(builder(CPUS).env("JDK_JAVA_OPTIONS", "-XX:+UseParallelGC -Xms80m"));

        assertTrue(seen.collectors().contains("PS Scavenge"), seen::toString);
        assertFalse(seen.hasArgument("-Xmx"), seen::toString);
    }
}
