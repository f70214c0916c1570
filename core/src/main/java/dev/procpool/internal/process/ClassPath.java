package dev.procpool.internal.process;

import com.fasterxml.jackson.core.JsonFactory;
import dev.procpool.worker.WorkerMain;
import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.io.IOUtils;
import org.nustaq.serialization.FSTConfiguration;
import org.objenesis.Objenesis;
import org.slf4j.Logger;

/** The class path of a worker: the user's entries, and what procpool itself needs in a worker. */
final class ClassPath {

    /** One class of each jar that a worker needs. */
    private static final List<Class<?>> NEEDED = List.of(
            WorkerMain.class, FSTConfiguration.class, Objenesis.class, JsonFactory.class, IOUtils.class, Logger.class);

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

    static List<Path> withOurOwn(List<Path> entries) {
        Set<Path> all = new LinkedHashSet<>();
        entries.forEach(entry -> all.add(entry.toAbsolutePath()));
        NEEDED.forEach(type -> all.add(locationOf(type)));
        return List.copyOf(all);
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
}
