package dev.procpool.internal.process;

import java.io.FileInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The options this JVM was started with. The JDK tells them through its management interfaces, which take 30 ms to load; where
 * they can be read from the command line without any doubt, they are.
 */
final class InputArguments {

    /** Options of the launcher whose value is the next word; the JVM is given both in one, with an equals sign between. */
    private static final Set<String> WITH_A_VALUE = Set.of(
            "--module-path",
            "--upgrade-module-path",
            "--add-modules",
            "--limit-modules",
            "--add-exports",
            "--add-opens",
            "--add-reads",
            "--patch-module",
            "--enable-native-access");

    /** Options whose value is the next word, and which are of no consequence to a worker. */
    private static final Set<String> CLASS_PATH = Set.of("-cp", "-classpath", "--class-path", "-p");

    /** What stands behind these is the program's. */
    private static final Set<String> LAST = Set.of("-jar", "-m", "--module");

    private InputArguments() {}

    static List<String> ofThisJvm() {
        return fromCommandLine()
                .orElseGet(() -> ManagementFactory.getRuntimeMXBean().getInputArguments());
    }

    private static Optional<List<String>> fromCommandLine() {
        for (String variable : ChosenOptions.VARIABLES) {
            if (System.getenv(variable) != null) {
                return Optional.empty();
            }
        }
        try {
            Path launcher = Path.of(System.getProperty("java.home"), "bin", "java");
            // Another program that makes a JVM has a command line of its own kind.
            if (!Files.isSameFile(Path.of("/proc/self/exe"), launcher)) {
                return Optional.empty();
            }
            try (var in = new FileInputStream("/proc/self/cmdline")) {
                return parse(in.readAllBytes());
            }
        } catch (IOException | RuntimeException e) {
            // No Linux, say.
            return Optional.empty();
        }
    }

    /**
     * The JVM's options of a launcher's command line, each word of which ends with a NUL; empty if that cannot be told for
     * sure, as with options in files.
     */
    static Optional<List<String>> parse(byte[] commandLine) {
        for (byte each : commandLine) {
            if (each < 0) {
                return Optional.empty();
            }
        }
        // -1: an empty argument is one.
        String[] words = new String(commandLine, StandardCharsets.US_ASCII).split("\0", -1);
        List<String> options = new ArrayList<>();
        int i = 1;
        // The last one is what stands behind the last NUL.
        while (i < words.length - 1) {
            String word = words[i++];
            if (LAST.contains(word) || !word.startsWith("-") && !word.startsWith("@")) {
                return Optional.of(options);
            }
            boolean hasValue = WITH_A_VALUE.contains(word);
            if (hasValue || CLASS_PATH.contains(word)) {
                if (i >= words.length - 1) {
                    return Optional.empty();
                }
                if (hasValue) {
                    options.add(word + "=" + words[i]);
                }
                i++;
            } else if (isPlain(word)) {
                options.add(word);
            } else {
                return Optional.empty();
            }
        }
        // No main class: the launcher was told what to do in some other way.
        return Optional.empty();
    }

    private static boolean isPlain(String word) {
        if (word.startsWith("--")) {
            return word.indexOf('=') >= 0 || word.equals("--enable-preview");
        }
        return word.length() > 1
                && word.charAt(0) == '-'
                && !word.startsWith("-XX:Flags=")
                && !word.startsWith("-XX:VMOptionsFile=")
                && !word.equals("-d");
    }
}
