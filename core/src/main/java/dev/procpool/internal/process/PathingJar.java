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
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The jar that workers are started with: nothing but a manifest that names class path, main class and opened packages. So
 * neither the length of a class path nor odd characters in it are an issue, and opening packages costs no start-up time:
 * {@code --add-opens} on a command line would switch off the JVM's archived module graph.
 */
final class PathingJar {

    private static final int LINE_CHARS = 70;

    /** What is the same in a path and in a URL. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/._-]+");

    private PathingJar() {}

    static void write(Path jar, List<Path> classPath) throws IOException {
        Files.write(jar, bytes(entry -> entry.toUri().toASCIIString(), opens(), classPath));
    }

    /**
     * As it is to be for a JVM that archives classes. Such a JVM reads the class path, too, but not as Java does: it puts each
     * entry behind the jar's directory, and sees none that is a URL. So jars are named from there. It may not see directories, for
     * then it archives nothing; nor may it see a jar behind a directory, for it would find a class archived from there
     * that has since been put into the directory.
     */
    static byte[] forArchive(Path directory, List<String> opens, List<Path> classPath) {
        boolean[] seen = {true};
        return bytes(
                entry -> {
                    seen[0] &= !entry.toFile().isDirectory();
                    String relative = directory.relativize(entry).toString();
                    return seen[0] && PLAIN.matcher(relative).matches()
                            ? relative
                            : entry.toUri().toASCIIString();
                },
                opens,
                classPath);
    }

    /** The packages to be opened, for FST and by this JVM's own options. */
    static List<String> opens() {
        Set<String> opens = new LinkedHashSet<>(FstOpens.all());
        opens.addAll(ParentJvm.openedPackages());
        return List.copyOf(opens);
    }

    private static byte[] bytes(Function<Path, String> url, List<String> opens, List<Path> classPath) {
        var manifest = new StringBuilder("Manifest-Version: 1.0\r\n");
        append(manifest, "Main-Class: " + WorkerMain.class.getName());
        var urls = new StringBuilder("Class-Path:");
        for (Path entry : classPath) {
            urls.append(' ').append(url.apply(entry));
        }
        append(manifest, urls.toString());
        append(manifest, "Add-Opens: " + String.join(" ", opens));
        manifest.append("\r\n");
        return StoredJar.ofManifest(manifest.toString().getBytes(StandardCharsets.US_ASCII));
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
