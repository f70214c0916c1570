package dev.procpool.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** How much memory a process occupies: {@code VmRSS} of {@code /proc/PID/status} (proc(5)), so on Linux only. */
public final class ResidentSize {

    private static final String LINE = "VmRSS:";
    private static final long BYTES_PER_KB = 1024;

    private ResidentSize() {}

    /** Whether this operating system tells. */
    public static boolean isKnown() {
        return of(ProcessHandle.current().pid()).isPresent();
    }

    static OptionalLong of(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
                if (line.startsWith(LINE)) {
                    String kiloBytes =
                            line.substring(LINE.length()).replace("kB", "").strip();
                    return OptionalLong.of(Long.parseLong(kiloBytes) * BYTES_PER_KB);
                }
            }
        } catch (IOException | NumberFormatException e) {
            // It has ended, or there is no such file here.
        }
        return OptionalLong.empty();
    }
}
