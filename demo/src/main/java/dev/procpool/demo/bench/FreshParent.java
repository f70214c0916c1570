package dev.procpool.demo.bench;

import dev.procpool.codec.FstOpens;
import dev.procpool.internal.process.PrivateDirectory;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/**
 * Commands that start a JVM with this one's class path, as a user's would be: from a jar whose manifest opens what FST
 * needs.
 */
public final class FreshParent {

    private final PrivateDirectory scratch;

    /** @param scratch where the jars are to lie */
    public FreshParent(PrivateDirectory scratch) {
        this.scratch = scratch;
    }

    /** @throws UncheckedIOException if the jar cannot be written */
    public List<String> command(Class<?> main, List<String> jvmOptions, Object... arguments) {
        List<String> command = new ArrayList<>(List.of(BareJvm.javaCommand()));
        command.addAll(jvmOptions);
        command.addAll(List.of("-jar", jar(main).toString()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return command;
    }

    /** Nothing but a manifest. */
    private Path jar(Class<?> main) {
        Path jar = scratch.resolve(main.getSimpleName() + ".jar");
        if (Files.exists(jar)) {
            return jar;
        }
        var manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, main.getName());
        attributes.put(
                Attributes.Name.CLASS_PATH,
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(this::url)
                        .collect(Collectors.joining(" ")));
        attributes.putValue("Add-Opens", FstOpens.manifestValue());
        try {
            new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
}
