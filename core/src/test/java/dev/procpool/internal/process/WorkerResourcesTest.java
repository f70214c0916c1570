package dev.procpool.internal.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.testing.Patience;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options for a worker's share of the machine, and none where the user has chosen. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class WorkerResourcesTest {

    private static final long MIB = 1L << 20;

    /** 2 GiB and 2 CPUs. */
    private static WorkerResources ofSmallMachine(int workers, int jdk, String... jvmArgs) {
        return of(new Machine(OptionalLong.of(2048 * MIB), 2, 512 * MIB, jdk), workers, jvmArgs);
    }

    private static WorkerResources of(Machine machine, int workers, String... jvmArgs) {
        return new WorkerResources(machine, workers, ChosenOptions.of(List.of(jvmArgs), Map.of()));
    }

    @Test
    void eightWorkersOnASmallMachineGetAHeapACpuAndTheCollectorForOne() {
        assertEquals(
                List.of("-Xmx68m", "-XX:ActiveProcessorCount=1", "-XX:+UseSerialGC"),
                ofSmallMachine(8, 25).options());
    }

    @ParameterizedTest
    @CsvSource({"17, -XX:+UseG1GC", "18, -XX:+UseSerialGC", "21, -XX:+UseSerialGC"})
    void theCollectorForOneCpuIsTheOneThatStartsFast(int jdk, String collector) {
        assertEquals(
                List.of("-Xmx512m", "-XX:ActiveProcessorCount=1", collector),
                ofSmallMachine(2, jdk).options());
    }

    @ParameterizedTest
    @CsvSource({"16, 15, 1", "16, 8, 2", "16, 5, 3", "16, 1, 16", "2, 4096, 1", "1, 1, 1"})
    void theShareOfCpusIsRoundedDownAndAtLeastOne(int cpus, int workers, int share) {
        List<String> options =
                of(new Machine(OptionalLong.empty(), cpus, MIB, 25), workers).options();

        assertEquals("-XX:ActiveProcessorCount=" + share, options.get(0));
        assertEquals(share == 1, options.contains("-XX:+UseSerialGC"), options::toString);
    }

    @Test
    void aHeapThatIsChosenIsLeftAlone() {
        assertEquals(
                List.of("-XX:ActiveProcessorCount=1", "-XX:+UseSerialGC"),
                ofSmallMachine(8, 25, "-XX:MaxRAMPercentage=5").options());
    }

    @Test
    void aCollectorThatIsChosenGetsNoSecond() {
        assertEquals(
                List.of("-Xmx68m", "-XX:ActiveProcessorCount=1"),
                ofSmallMachine(8, 17, "-XX:+UseParallelGC").options());
    }

    @Test
    void whoChoosesCpusHasTheJvmChooseTheCollector() {
        assertEquals(
                List.of("-Xmx68m"),
                ofSmallMachine(8, 25, "-XX:ActiveProcessorCount=4").options());
    }

    @ParameterizedTest
    @ValueSource(strings = {"@options.txt", "-XX:Flags=options.txt"})
    void nothingIsSetThatCouldClashWithWhatCannotBeSeen(String file) {
        assertEquals(List.of(), ofSmallMachine(4096, 25, file).options());
        assertEquals(Optional.empty(), ofSmallMachine(4096, 25, file).shortage());
    }

    @Test
    void memoryThatIsUnknownIsNotDivided() {
        WorkerResources resources = of(new Machine(OptionalLong.empty(), 2, 512 * MIB, 25), 4096);

        assertEquals(List.of("-XX:ActiveProcessorCount=1", "-XX:+UseSerialGC"), resources.options());
        assertEquals(Optional.empty(), resources.shortage());
    }

    @Test
    void aShortageIsSaidUnlessTheUserHasChosenTheHeap() {
        assertTrue(ofSmallMachine(9, 25).shortage().isPresent());
        assertEquals(Optional.empty(), ofSmallMachine(8, 25).shortage());
        assertEquals(Optional.empty(), ofSmallMachine(4096, 25, "-Xmx1g").shortage());
    }

    @Test
    void thisMachineCanBeRead() {
        Machine machine = Machine.ofThisJvm();

        assertFalse(of(machine, 1).options().isEmpty());
        assertTrue(machine.memoryBytes().orElseThrow() > 64 * MIB, machine::toString);
        assertEquals(Runtime.getRuntime().availableProcessors(), machine.cpus());
        assertEquals(Runtime.getRuntime().maxMemory(), machine.parentHeapBytes());
    }
}
