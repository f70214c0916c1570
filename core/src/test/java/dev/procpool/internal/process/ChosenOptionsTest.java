package dev.procpool.internal.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.testing.Patience;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the user has chosen is recognized, and nothing else is taken for it. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class ChosenOptionsTest {

    private static ChosenOptions of(String... jvmArgs) {
        return ChosenOptions.of(List.of(jvmArgs), Map.of());
    }

    private static void assertChooses(String what, ChosenOptions chosen) {
        assertEquals(what.contains("heap"), chosen.heap(), "heap");
        assertEquals(what.contains("collector"), chosen.collector(), "collector");
        assertEquals(what.contains("cpus"), chosen.cpus(), "cpus");
        assertEquals(what.contains("hidden"), chosen.hidden(), "hidden");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Xmx512m",
                "-Xms64m",
                "-mx512m",
                "-XX:MaxHeapSize=512m",
                "-XX:InitialHeapSize=64m",
                "-XX:MinHeapSize=64m",
                "-XX:SoftMaxHeapSize=64m",
                "-XX:MaxRAM=4g",
                "-XX:MaxRAMPercentage=10",
                "-XX:MaxRAMFraction=8",
                "-XX:MinRAMPercentage=10",
                "-XX:ErgoHeapSizeLimit=1g"
            })
    void aHeapIsChosen(String option) {
        assertChooses("heap", of("-Dx=1", option, "-Dy=2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-XX:+UseSerialGC",
                "-XX:+UseParallelGC",
                "-XX:+UseG1GC",
                "-XX:-UseG1GC",
                "-XX:+UseZGC",
                "-XX:+UseShenandoahGC",
                "-XX:+UseEpsilonGC"
            })
    void aCollectorIsChosen(String option) {
        assertChooses("collector", of("-Dx=1", option, "-Dy=2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:ActiveProcessorCount=3", "-XX:ParallelGCThreads=2", "-XX:ConcGCThreads=2"})
    void cpusAreChosen(String option) {
        assertChooses("cpus", of("-Dx=1", option, "-Dy=2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"@options.txt", "-XX:Flags=options.txt", "-XX:VMOptionsFile=options.txt"})
    void optionsInAFileAreHidden(String option) {
        assertChooses("hidden", of("-Dx=1", option, "-Dy=2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-Xmn32m",
                "-Xss1m",
                "-ea",
                "-Dheap=-Xmx1g",
                "-Dmail=somebody@example.org",
                "-XX:MaxMetaspaceSize=64m",
                "-XX:MaxDirectMemorySize=64m",
                "-XX:InitialRAMPercentage=1",
                "-XX:+UseStringDeduplication",
                "-XX:CICompilerCount=3",
                "-XX:MaxGCPauseMillis=10",
                "-Xlog:gc*",
                "-Xmixed"
            })
    void nothingIsChosen(String option) {
        assertChooses("", of(option));
    }

    @ParameterizedTest
    @CsvSource({"-XX:+AggressiveHeap, heap collector", "-XX:-AggressiveHeap, nothing"})
    void anAggressiveHeapBringsItsCollector(String option, String what) {
        assertChooses(what, of(option));
    }

    @ParameterizedTest
    @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"})
    void theEnvironmentGivenToTheWorkersChoosesToo(String variable) {
        assertChooses(
                "heap collector",
                ChosenOptions.of(List.of("-ea"), Map.of(variable, " -Dx=1  -Xmx1g\n-XX:+UseZGC ", "OTHER", "@file")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS", "java_tool_options"})
    void otherVariablesDoNot(String variable) {
        assertTrue(ChosenOptions.of(List.of(), Map.of(variable, "-Xmx1g")).options().stream()
                .allMatch(String::isEmpty));
    }
}
