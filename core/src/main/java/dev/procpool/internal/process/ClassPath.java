package dev.procpool.internal.process;

import com.fasterxml.jackson.core.JsonFactory;
import dev.procpool.worker.WorkerMain;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.apache.commons.io.IOUtils;
import org.nustaq.serialization.FSTConfiguration;
import org.objenesis.Objenesis;
import org.slf4j.Logger;

/** The class path of a worker: the user's entries, and what procpool itself needs in a worker. */
final class ClassPath {

    private ClassPath() {}

    /** This JVM's own class path and module path: every class that can be named here can be named in a worker. */
    static List<Path> ofThisJvm() {
        List<Path> entries = new ArrayList<>();
        for (String property : List.of("java.class.path", "jdk.module.path")) {
            String value = System.getProperty(property, "");
            for (String entry : value.isEmpty() ? new String[0] : value.split(File.pathSeparator)) {
                entries.add(Path.of(entry).toAbsolutePath());
            }
        }
        return entries;
    }

    /**
     * The class path of a worker.
     *
     * @param entries the user's; empty for those of this JVM
     */
    static List<Path> of(List<Path> entries) {
        if (!entries.isEmpty()) {
            return withOurOwn(entries);
        }
        // What loaded this has loaded the rest of us from there, too; to ask where each jar is would load their
        // classes.
        boolean complete = ClassPath.class.getClassLoader() == ClassLoader.getSystemClassLoader();
        return complete ? ofThisJvm() : withOurOwn(ofThisJvm());
    }

    static List<Path> withOurOwn(List<Path> entries) {
        Set<Path> all = new LinkedHashSet<>();
        entries.forEach(entry -> all.add(entry.toAbsolutePath()));
        Needed.CLASSES.forEach(type -> all.add(locationOf(type)));
        return List.copyOf(all);
    }

    /**
     * What a class path leads to, for who wants to know whether it has changed: its entries, our own jar, which another jar may
     * name, and, if a single jar is all there is, what its manifest names. Manifests of several jars are not read: that would take
     * longer than it saves.
     */
    static List<Path> withWhatItNames(List<Path> entries) {
        Set<Path> all = new LinkedHashSet<>(entries);
        if (entries.size() == 1 && entries.get(0).toFile().isFile()) {
            addNamed(entries.get(0), all);
        }
        if (ClassPath.class.getClassLoader() == ClassLoader.getSystemClassLoader()) {
            all.add(locationOf(ClassPath.class));
        }
        return List.copyOf(all);
    }

    private static void addNamed(Path entry, Set<Path> all) {
        try (var jar = new JarFile(entry.toFile())) {
            String named = jar.getManifest() == null
                    ? null
                    : jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            for (String url : named == null ? new String[0] : named.strip().split("\\s+")) {
                all.add(Path.of(entry.toUri().resolve(url)));
            }
        } catch (IOException | RuntimeException e) {
            // Nor can a worker load anything from what cannot be read.
        }
    }

    private static Path locationOf(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        try {
            URI location = source.getLocation().toURI();
            return Path.of(location);
        } catch (URISyntaxException | IllegalArgumentException | NullPointerException e) {
            throw new IllegalStateException(
                    "cannot tell which file holds " + type.getName() + " (" + source
                            + "), so no worker can load it: put procpool's jars on the class path as plain files",
                    e);
        }
    }

    /** Apart, because to name a class may be to load it. */
    private static final class Needed {

        /** One class of each jar that a worker needs. */
        static final List<Class<?>> CLASSES = List.of(
                WorkerMain.class,
                FSTConfiguration.class,
                Objenesis.class,
                JsonFactory.class,
                IOUtils.class,
                Logger.class);
    }
}
