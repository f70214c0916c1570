package dev.procpool.demo.peers;

import dev.procpool.internal.process.PrivateDirectory;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The system's Python, and our script for it. */
final class Python {

    private static final String SCRIPT = "peers.py";
    private static final long VERSION_LIMIT_SECONDS = 20;

    private final String interpreter;
    private final PrivateDirectory scratch;

    /**
     * @param interpreter a path, or a name to be found on the PATH
     * @param scratch where the script is to lie
     */
    Python(String interpreter, PrivateDirectory scratch) {
        this.interpreter = interpreter;
        this.scratch = scratch;
    }

    /** Why there is none; empty if it runs. */
    Optional<String> whyNot() throws InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(interpreter, "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            return Optional.of(interpreter + " not found");
        }
        try {
            if (!process.waitFor(VERSION_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                return Optional.of(interpreter + " --version did not end within " + VERSION_LIMIT_SECONDS + " s");
            }
            int exitCode = process.exitValue();
            return exitCode == 0
                    ? Optional.empty()
                    : Optional.of(interpreter + " does not run: --version ended with exit code " + exitCode);
        } finally {
            process.destroyForcibly();
        }
    }

    /** A command that runs the script. */
    List<String> command(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(interpreter, script().toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** A file for what it says on its stderr; not there yet. */
    Path errors(Contender contender) {
        return scratch.resolve(contender.key() + ".err");
    }

    private Path script() throws IOException {
        Path file = scratch.resolve(SCRIPT);
        if (!Files.exists(file)) {
            try (InputStream in = Python.class.getResourceAsStream(SCRIPT)) {
                if (in == null) {
                    throw new FileNotFoundException("this jar has no " + SCRIPT);
                }
                Files.copy(in, file);
            }
        }
        return file;
    }
}
