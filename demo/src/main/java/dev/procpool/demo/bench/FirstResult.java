package dev.procpool.demo.bench;

import dev.procpool.codec.FstOpens;
import dev.procpool.internal.process.PrivateDirectory;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
        Process started =
                BareJvm.start(List.of(BareJvm.javaCommand(), "-jar", parentJar().toString(), Integer.toString(number)));
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
        samples.add(Figure.FIRST_RESULT, Long.parseLong(said[0]) / 1e6);
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
                            .map(entry -> Path.of(entry).toUri().toASCIIString())
                            .collect(Collectors.joining(" ")));
            attributes.putValue("Add-Opens", FstOpens.manifestValue());
            new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        }
        return jar;
    }

    @Override
    public void close() {
        Process last = process;
        if (last != null) {
            last.destroyForcibly();
        }
    }
}
