package dev.procpool.shared;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Names beside a file that is being written: {@code .procpool-<uuid>.tmp}, or {@code .procpool-<key>-<uuid>.tmp} for a
 * cached one, so that its next builder can tell what a builder that died has left behind.
 */
record TemporaryNames(Path target, UUID key) {

    private static final String PREFIX = ".procpool-";
    private static final String SUFFIX = ".tmp";

    Path next() {
        return target.resolveSibling(prefix() + UUID.randomUUID() + SUFFIX);
    }

    private String prefix() {
        return key.equals(DataKey.NONE) ? PREFIX : PREFIX + DataKey.hex(key) + "-";
    }

    /** Deletes what is left of former builders. Only for who alone may build this key. */
    void sweep() throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(target.getParent(), prefix() + "*" + SUFFIX)) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        }
    }
}
