package dev.procpool.demo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What of this process's memory no other one shares. Known on Linux only. */
public final class PrivateMemory {

    private static final Path ROLLUP = Path.of("/proc/self/smaps_rollup");

    private PrivateMemory() {}

    public static boolean isKnown() {
        return Files.isReadable(ROLLUP);
    }

    /** The sum of the {@code Private_*} lines. */
    public static long kibibytes() throws IOException {
        long sum = 0;
        for (String line : Files.readAllLines(ROLLUP)) {
            if (line.startsWith("Private_")) {
                // As in "Private_Dirty:      1234 kB".
                String[] words = line.split("\\s+");
                sum += Long.parseLong(words[1]);
            }
        }
        return sum;
    }
}
