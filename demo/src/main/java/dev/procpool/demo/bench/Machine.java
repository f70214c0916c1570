package dev.procpool.demo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the figures were measured on. */
public final class Machine {

    private Machine() {}

    /** As in {@code AMD EPYC 7763, 2 cores; JDK 17.0.9+9 (Eclipse Adoptium); Linux 6.1 amd64}. */
    public static String describe() {
        int cores = Runtime.getRuntime().availableProcessors();
        return cpuModel() + cores + (cores == 1 ? " core; " : " cores; ") + "JDK " + Runtime.version() + " ("
                + System.getProperty("java.vendor") + "); " + System.getProperty("os.name") + " "
                + System.getProperty("os.version") + " " + System.getProperty("os.arch");
    }

    /** As in {@code AMD EPYC 7763, 2 cores, JDK 17.0.9}: no more than a figure's reader needs. */
    public static String inShort() {
        int cores = Runtime.getRuntime().availableProcessors();
        String version =
                Runtime.version().version().stream().map(Object::toString).collect(Collectors.joining("."));
        return cpuModel() + cores + (cores == 1 ? " core" : " cores") + ", JDK " + version;
    }

    private static String cpuModel() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip() + ", ")
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
