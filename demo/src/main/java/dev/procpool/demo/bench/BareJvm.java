package dev.procpool.demo.bench;

import dev.procpool.internal.process.PrivateDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts JVMs that know nothing but one class of ours, which lies alone in a directory: opening the demo's jar would
 * double what a start takes.
 */
public final class BareJvm {

    private final PrivateDirectory scratch;

    public BareJvm(PrivateDirectory scratch) {
        this.scratch = scratch;
    }

    /** Starts a JVM with this main class, which must not need any other class but the JDK's. Its stderr is ours. */
    Process start(Class<?> main, Object... arguments) throws IOException {
        Path classes = scratch.resolve("classes");
        Path file = classes.resolve(main.getName().replace('.', '/') + ".class");
        if (!Files.exists(file)) {
            Files.createDirectories(file.getParent());
            try (InputStream in = main.getResourceAsStream(main.getSimpleName() + ".class")) {
                Files.copy(in, file);
            }
        }
        List<String> command = new ArrayList<>(List.of(javaCommand(), "-cp", classes.toString(), main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return start(command);
    }

    /** The command that starts a JVM like this one. */
    static String javaCommand() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Starts a JVM without the options that the environment may hold for this one. */
    static Process start(List<String> command) throws IOException {
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS").forEach(builder.environment()::remove);
        return builder.start();
    }
}
