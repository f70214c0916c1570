package dev.procpool.internal.process;

import dev.procpool.codec.FstOpens;
import dev.procpool.worker.WorkerMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/**
 * The jar that workers are started with: nothing but a manifest that names class path, main class and opened packages. So
 * neither the length of a class path nor odd characters in it are an issue, and opening packages costs no start-up time:
 * {@code --add-opens} on a command line would switch off the JVM's archived module graph.
 */
final class PathingJar {

    private PathingJar() {}

    static void write(Path jar, List<Path> classPath) throws IOException {
        Set<String> opens = new LinkedHashSet<>(FstOpens.all());
        opens.addAll(ParentJvm.openedPackages());

        var manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, WorkerMain.class.getName());
        attributes.put(
                Attributes.Name.CLASS_PATH,
                classPath.stream().map(entry -> entry.toUri().toASCIIString()).collect(Collectors.joining(" ")));
        attributes.putValue("Add-Opens", String.join(" ", opens));
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    }
}
