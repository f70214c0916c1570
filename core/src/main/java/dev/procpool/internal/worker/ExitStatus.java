package dev.procpool.internal.worker;

import java.util.Map;
import java.util.Optional;

/**
 * What a process's exit code says. Java, as the shell, reports death by signal n as 128+n; a process that exits with such
 * a code by itself cannot be told from one that was killed.
 */
public record ExitStatus(int code) {

    /** Of a process that is being killed and has not ended yet. */
    public static final int UNKNOWN = -1;

    private static final int SIGNAL_BASE = 128;

    /** The signals a worker is likely to meet; the numbers are those of Linux on x86-64 and aarch64. */
    private static final Map<Integer, String> SIGNALS = Map.ofEntries(
            Map.entry(1, "SIGHUP"),
            Map.entry(2, "SIGINT"),
            Map.entry(3, "SIGQUIT"),
            Map.entry(4, "SIGILL"),
            Map.entry(5, "SIGTRAP"),
            Map.entry(6, "SIGABRT"),
            Map.entry(7, "SIGBUS"),
            Map.entry(8, "SIGFPE"),
            Map.entry(9, "SIGKILL"),
            Map.entry(11, "SIGSEGV"),
            Map.entry(13, "SIGPIPE"),
            Map.entry(14, "SIGALRM"),
            Map.entry(15, "SIGTERM"),
            Map.entry(24, "SIGXCPU"),
            Map.entry(25, "SIGXFSZ"),
            Map.entry(31, "SIGSYS"));

    /** The signal's name, {@code SIGKILL} for 137; empty if the code is none of a signal. */
    public Optional<String> signal() {
        return Optional.ofNullable(SIGNALS.get(code - SIGNAL_BASE));
    }

    /** {@code exit code 3}, or {@code exit code 137 (SIGKILL)}. */
    public String describe() {
        return "exit code " + code + signal().map(name -> " (" + name + ")").orElse("");
    }

    /** What is likely behind it, as a sentence; empty if the code tells nothing more. */
    public Optional<String> likelyCause() {
        return switch (code) {
            case 126 -> Optional.of("The command was found but could not be executed.");
            case 127 -> Optional.of("The command was not found.");
            case 134 -> Optional.of("The JVM aborted itself, as it does after a crash in native code.");
            case 137 -> Optional.of("Somebody killed it; often that is the operating system's out-of-memory killer.");
            case 135, 139 -> Optional.of("It crashed in native code.");
            case 143 -> Optional.of("Somebody asked it to terminate.");
            default -> Optional.empty();
        };
    }
}
