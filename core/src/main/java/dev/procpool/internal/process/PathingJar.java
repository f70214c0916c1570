package dev.procpool.internal.process;

import dev.procpool.codec.FstOpens;
import dev.procpool.worker.WorkerMain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The jar that workers are started with: nothing but a manifest that names class path, main class and opened packages. So
 * neither the length of a class path nor odd characters in it are an issue, and opening packages costs no start-up time:
 * {@code --add-opens} on a command line would switch off the JVM's archived module graph.
 */
final class PathingJar {

    private static final int LINE_CHARS = 70;

    private PathingJar() {}

    static void write(Path jar, List<Path> classPath) throws IOException {
        Set<String> opens = new LinkedHashSet<>(FstOpens.all());
        opens.addAll(ParentJvm.openedPackages());

        var manifest = new StringBuilder("Manifest-Version: 1.0\r\n");
        append(manifest, "Main-Class: " + WorkerMain.class.getName());
        var urls = new StringBuilder("Class-Path:");
        for (Path entry : classPath) {
            urls.append(' ').append(entry.toUri().toASCIIString());
        }
        append(manifest, urls.toString());
        append(manifest, "Add-Opens: " + String.join(" ", opens));
        manifest.append("\r\n");
        Files.write(jar, StoredJar.ofManifest(manifest.toString().getBytes(StandardCharsets.US_ASCII)));
    }

    /** In lines of at most 72 bytes with what ends them, as manifests must be; each but the first begins with a space. */
    private static void append(StringBuilder manifest, String attribute) {
        int from = 0;
        while (from < attribute.length()) {
            int to = Math.min(attribute.length(), from + (from == 0 ? LINE_CHARS : LINE_CHARS - 1));
            manifest.append(from == 0 ? "" : " ").append(attribute, from, to).append("\r\n");
            from = to;
        }
    }
}
