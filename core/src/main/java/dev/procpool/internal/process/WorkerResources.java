package dev.procpool.internal.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A worker's share of memory and CPUs, as options for its JVM: left to itself, every worker would size heap and threads as
 * if it were alone.
 *
 * <p>CPUs: a worker is told that the machine has its share of them, at least one. From that the JVM derives the threads of
 * its collector and compilers, each within the bounds of that version (a {@code CICompilerCount} of 1, for one, is refused
 * by every JVM that has both compilers), and tasks derive theirs: the common pool, parallel streams, whoever asks for
 * {@code availableProcessors()}. That is wanted. The pool keeps all CPUs busy already; a task that uses all of them as
 * well only gets in the way of its neighbours.
 *
 * <p>The collector, if the share is one CPU: Serial, which needs the fewest threads and tables. Before JDK 18 it is G1,
 * since there Serial cannot use the JVM's archived objects (JDK-8273508), which costs a worker some 25 ms of its start. If
 * the share is larger, the JVM chooses.
 *
 * @param workers all that may live at once
 */
record WorkerResources(Machine machine, int workers, ChosenOptions chosen) {

    private static final int FIRST_JDK_WHERE_SERIAL_STARTS_FAST = 18;

    /** Options that go before the user's own; nothing about what these settle. */
    List<String> options() {
        List<String> options = new ArrayList<>();
        heap().ifPresent(heap -> options.add("-Xmx" + heap.maxMebibytes() + "m"));
        if (!chosen.hidden() && !chosen.cpus()) {
            int share = Math.max(1, machine.cpus() / workers);
            options.add("-XX:ActiveProcessorCount=" + share);
            if (share == 1 && !chosen.collector()) {
                options.add(machine.jdk() >= FIRST_JDK_WHERE_SERIAL_STARTS_FAST ? "-XX:+UseSerialGC" : "-XX:+UseG1GC");
            }
        }
        return options;
    }

    /** What to tell the user if the workers do not fit the memory; nothing if the heap is the user's choice. */
    Optional<String> shortage() {
        return heap().flatMap(WorkerHeap::shortage);
    }

    private Optional<WorkerHeap> heap() {
        if (chosen.hidden() || chosen.heap() || machine.memoryBytes().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new WorkerHeap(machine.memoryBytes().getAsLong(), machine.parentHeapBytes(), workers));
    }
}
