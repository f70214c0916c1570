package dev.procpool.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import org.apache.commons.io.FileUtils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Gets the packages the demo's data comes from, whole, through the npm client. */
@Command(
        name = "corpus",
        mixinStandardHelpOptions = true,
        description = "Gets all 311,855 poems and the character table through npm.")
final class CorpusCommand implements Runnable {
    private static final String POEMS = "chinese-poetry";
    private static final String CHARACTERS = "opencc-js";
    private static final List<String> PACKAGES = List.of(POEMS + "@2.0.1", CHARACTERS + "@1.4.2");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--directory", defaultValue = "demo/target/corpus", description = "Directory (${DEFAULT-VALUE}).")
    private Path target;

    @Option(names = "--npm", defaultValue = "npm", hidden = true)
    private String npm;

    /** Works in a directory beside the target and renames it at the end: the target is there whole or not at all. */
    @Override
    public void run() {
        if (Files.exists(target)) {
            say(target + " is there already; remove it to get it anew");
            return;
        }
        Path work = target.resolveSibling(target.getFileName() + ".part");
        try {
            FileUtils.deleteDirectory(work.toFile());
            Files.createDirectories(work);
            install(work);
            Files.move(work.resolve("node_modules"), target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UserError("cannot write " + target + ": " + e.getMessage());
        } finally {
            FileUtils.deleteQuietly(work.toFile());
        }
        say("got " + String.join(" and ", PACKAGES) + " into " + target);
    }

    private void install(Path work) throws IOException {
        Path log = work.resolve("npm.log");
        ProcessBuilder builder = new ProcessBuilder(npm, "install", "--prefix", work.toString());
        // Data only: no package's script is run, and nothing is looked up besides the two packages.
        builder.command().addAll(List.of("--ignore-scripts", "--no-audit", "--no-fund", "--no-save"));
        builder.command().addAll(PACKAGES);
        builder.redirectErrorStream(true).redirectOutput(log.toFile()).redirectInput(nothing());
        int exitCode = run(builder);
        if (exitCode != 0) {
            throw new UserError("npm failed with exit code " + exitCode + ": " + firstError(log));
        }
        if (!Files.isDirectory(work.resolve("node_modules").resolve(POEMS))) {
            throw new UserError("npm brought no package " + POEMS);
        }
    }

    private static ProcessBuilder.Redirect nothing() {
        return ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile());
    }

    private int run(ProcessBuilder builder) {
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UserError("cannot start npm, which gets the corpus: install Node.js (" + e.getMessage() + ")");
        }
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted while npm was running");
        } finally {
            process.destroy();
        }
    }

    private static String firstError(Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).contains("err"))
                .findFirst()
                .orElse("no message");
    }

    private void say(String message) {
        spec.commandLine().getOut().println(message);
        spec.commandLine().getOut().flush();
    }
}
