package dev.procpool.demo.annotate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Memory of this process and all it started, as proportional set size: a page shared by eight counts an eighth in
 * each.
 */
final class MemoryUse {
    private MemoryUse() {}

    /** NaN where the system does not tell. */
    static double pssMiB() {
        ProcessHandle self = ProcessHandle.current();
        long kib = Stream.concat(Stream.of(self), self.descendants())
                .mapToLong(MemoryUse::pssKib)
                .sum();
        return kib == 0 ? Double.NaN : kib / 1024.0;
    }

    /** 0 for a process that has just ended, too. */
    private static long pssKib(ProcessHandle process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException | java.io.UncheckedIOException unreadable) {
            return 0;
        }
    }
}
