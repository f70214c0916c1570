package dev.procpool.demo.stores;

import dev.procpool.demo.UserError;
import dev.procpool.demo.bench.SharedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Whether disk and memory suffice, asked before minutes are spent on finding out that they do not. */
final class Room {

    /** Of all stores' files together, and of what is sorted and merged beside them. */
    private static final long DISK_BYTES_PER_ENTRY = 600;

    /** Of a HashMap and what is needed to encode or decode it. */
    private static final long HEAP_BYTES_PER_ENTRY = 600;

    /** At most so many processes hold such a HashMap at once: a worker of each codec's, one that is opened, this one. */
    private static final int HEAPS = 4;

    private static final long MARGIN_BYTES = 256L << 20;
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final String AVAILABLE = "MemAvailable:";

    private Room() {}

    /** @throws UserError if there is too little of something */
    static void check(Path directory, int entries, long scanBytes) throws IOException {
        String whyNot = SharedFile.whyNot(directory, entries * DISK_BYTES_PER_ENTRY + scanBytes);
        if (whyNot != null) {
            throw new UserError(whyNot + "; take fewer --entries, or another directory by -Djava.io.tmpdir");
        }
        long heap = entries * HEAP_BYTES_PER_ENTRY + MARGIN_BYTES;
        require("heap", Runtime.getRuntime().maxMemory(), heap, "take fewer --entries, or give java a larger -Xmx");
        // The array and the file that it is compared with, and the stores' files in the page cache.
        long memory = HEAPS * heap + 2 * scanBytes;
        require("memory", available(), memory, "take fewer --entries, or --short");
    }

    private static void require(String what, long bytes, long needed, String advice) {
        if (bytes < needed) {
            throw new UserError("too little " + what + ": available=" + (bytes >> 20) + " MiB, needed=" + (needed >> 20)
                    + " MiB; " + advice);
        }
    }

    /** What the system could give without swapping; unlimited if it does not say. */
    private static long available() throws IOException {
        if (!Files.isReadable(MEMORY)) {
            return Long.MAX_VALUE;
        }
        try (Stream<String> lines = Files.lines(MEMORY)) {
            // As in "MemAvailable:   19331784 kB".
            return lines.filter(line -> line.startsWith(AVAILABLE))
                    .mapToLong(line -> Long.parseLong(line.split("\\s+")[1]) << 10)
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
        }
    }
}
