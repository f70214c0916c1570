package dev.procpool.demo.annotate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Memory of this process and of all it started, as proportional set size: a page shared by eight counts an eighth in
 * each.
 *
 * @param allMiB the sum; 0 where the system does not tell
 * @param childrenMiB what of it the started processes have
 */
public record MemoryUse(double allMiB, double childrenMiB) {

    static MemoryUse now() {
        long children = ProcessHandle.current()
                .descendants()
                .mapToLong(MemoryUse::pssKib)
                .sum();
        long own = pssKib(ProcessHandle.current());
        return new MemoryUse((own + children) / 1024.0, children / 1024.0);
    }

    boolean isKnown() {
        return allMiB > 0;
    }

    /** 0 for a process that has just ended, too. */
    private static long pssKib(ProcessHandle process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException | UncheckedIOException unreadable) {
            return 0;
        }
    }
}
