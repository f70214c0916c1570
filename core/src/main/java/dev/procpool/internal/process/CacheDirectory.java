package dev.procpool.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/**
 * Where this library keeps what later JVMs of the same user may use: the {@code cacheDirectory} of the builder, else the system
 * property {@code procpool.cacheDirectory}, else {@code $XDG_CACHE_HOME/procpool}, else {@code ~/.cache/procpool} (XDG Base
 * Directory Specification). Mode 0700; what is in it is run as code, so it is not used if anybody else could have put it there.
 */
final class CacheDirectory {

    static final String PROPERTY = "procpool.cacheDirectory";

    private static final String NAME = "procpool";

    private CacheDirectory() {}

    /**
     * Finds or makes it.
     *
     * @param chosen by the user of the pool, if at all
     * @return without links; empty if there is to be none, or none that is safe
     */
    static Optional<Path> find(Optional<Path> chosen) {
        return find(
                chosen, System.getProperty(PROPERTY), System.getenv("XDG_CACHE_HOME"), System.getProperty("user.home"));
    }

    /** @param property an empty one is for none at all; null if it is not set, like the others */
    static Optional<Path> find(Optional<Path> chosen, String property, String xdgCacheHome, String home) {
        if (chosen.isPresent()) {
            return prepared(chosen.get());
        }
        if (property != null) {
            return property.isEmpty() ? Optional.empty() : prepared(Path.of(property));
        }
        // Relative ones are to be ignored, says the specification.
        if (xdgCacheHome != null && xdgCacheHome.startsWith("/")) {
            return prepared(Path.of(xdgCacheHome, NAME));
        }
        // A user without a home has a question mark there, or the root.
        if (home == null || !home.startsWith("/") || home.equals("/")) {
            return Optional.empty();
        }
        return prepared(Path.of(home, ".cache", NAME));
    }

    private static Optional<Path> prepared(Path directory) {
        try {
            Path absolute = directory.toAbsolutePath();
            if (!Files.exists(absolute, LinkOption.NOFOLLOW_LINKS)) {
                // The home itself is not ours to make.
                Files.createDirectories(absolute, OwnedName.permissions("rwx------"));
            }
            return isOursAlone(absolute) ? Optional.of(absolute.toRealPath()) : Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Whether it is a directory, not a link to one, that nobody else may write to. */
    static boolean isOursAlone(Path directory) throws IOException {
        PosixFileAttributes attributes =
                Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return attributes.isDirectory()
                && attributes.owner().getName().equals(System.getProperty("user.name"))
                && !attributes.permissions().contains(PosixFilePermission.GROUP_WRITE)
                && !attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE);
    }
}
