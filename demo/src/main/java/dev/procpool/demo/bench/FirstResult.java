package dev.procpool.demo.bench;

import dev.procpool.codec.FstOpens;
import dev.procpool.internal.process.PrivateDirectory;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/**
 * How long a program waits for the first result of its first pool. Measured by a parent JVM that is started for it, once
 * in each round, as a user's would be: from a jar whose manifest opens what FST needs.
 */
final class FirstResult implements Measurement {

    private final PrivateDirectory scratch;

    /** The one that runs now, or the last one; null before the first. */
    private volatile Process process;

    private int rounds;

    FirstResult(PrivateDirectory scratch) {
        this.scratch = scratch;
    }

    @Override
    public Set<Figure> figures() {
        return Set.of(Figure.FIRST_RESULT);
    }

    @Override
    public void measure(long nanosPerFigure, Samples samples) throws Exception {
        int number = rounds++;
        if (number == 0) {
            // As on any day but the first: an archive of the workers' classes has been made.
            run(number, "archive");
        }
        String[] said = run(number);
        samples.add(Figure.FIRST_RESULT, Long.parseLong(said[0]) / 1e6);
    }

    private String[] run(int number, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                BareJvm.javaCommand(),
                "-Dprocpool.cacheDirectory=" + scratch.resolve("cache"),
                "-jar",
                parentJar().toString(),
                Integer.toString(number)));
        command.addAll(List.of(more));
        Process started = BareJvm.start(command);
        process = started;
        String[] said;
        try {
            byte[] line = started.getInputStream().readAllBytes();
            said = new String(line, StandardCharsets.UTF_8).strip().split(" ");
            WrongAnswerException.unlessEqual("the fresh parent JVM (exit code)", 0, started.waitFor());
        } finally {
            started.destroyForcibly();
        }
        WrongAnswerException.unlessEqual(
                "the first task of a pool", Integer.toString(Answers.to(number)), said[said.length - 1]);
        return said;
    }

    /** Nothing but a manifest, which names this JVM's class path. */
    private Path parentJar() throws IOException {
        Path jar = scratch.resolve("first-result.jar");
        if (!Files.exists(jar)) {
            var manifest = new Manifest();
            Attributes attributes = manifest.getMainAttributes();
            attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
            attributes.put(Attributes.Name.MAIN_CLASS, FirstResultMain.class.getName());
            attributes.put(
                    Attributes.Name.CLASS_PATH,
                    Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                            .map(this::url)
                            .collect(Collectors.joining(" ")));
            attributes.putValue("Add-Opens", FstOpens.manifestValue());
            new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        }
        return jar;
    }

    /** By a path from the jar on, as build tools write it: a JVM archives no classes of a jar that is named by a URL. */
    private String url(String entry) {
        try {
            Path file = Path.of(entry).toRealPath();
            String relative = scratch.resolve("").toRealPath().relativize(file).toString();
            return relative.matches("[A-Za-z0-9/._-]+") && !Files.isDirectory(file)
                    ? relative
                    : file.toUri().toASCIIString();
        } catch (IOException e) {
            // An entry that is not there.
            return Path.of(entry).toUri().toASCIIString();
        }
    }

    @Override
    public void close() {
        Process last = process;
        if (last != null) {
            last.destroyForcibly();
        }
    }
}
