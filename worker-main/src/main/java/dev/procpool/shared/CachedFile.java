package dev.procpool.shared;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The file for one key in a directory. Its name is what is legible of the key and the key's digest:
 * {@code index-v3-0123456789abcdef.procpool}.
 */
final class CachedFile {

    private static final int LEGIBLE_CHARS = 40;
    private static final String SUFFIX = ".procpool";

    private final UUID key;
    private final Path path;

    CachedFile(Path directory, String key) {
        this.key = DataKey.of(key);
        String legible = key.replaceAll("[^A-Za-z0-9._-]", "_").replaceFirst("^\\.", "_");
        this.path = directory
                .toAbsolutePath()
                .resolve(legible.substring(0, Math.min(LEGIBLE_CHARS, legible.length())) + "-" + DataKey.hex(this.key)
                        + SUFFIX);
    }

    Path path() {
        return path;
    }

    <T extends SharedData> T openOrBuild(SharedBuilder<T> builder) {
        T found = open(builder);
        if (found != null) {
            return found;
        }
        try {
            Files.createDirectories(path.getParent());
            try (BuildLock held = BuildLock.acquire(path)) {
                assert held.isHeld();
                // Who held the lock before has built it, perhaps.
                found = open(builder);
                if (found != null) {
                    return found;
                }
                new TemporaryNames(path, key).sweep();
                return SharedFileWriter.write(path, builder, key, Durability.SURVIVES_POWER_CUT);
            }
        } catch (IOException e) {
            throw SharedFileWriter.failure(path, e);
        }
    }

    /** @return null if there is no file, or not the one that this builder would make for this key */
    private <T extends SharedData> T open(SharedBuilder<T> builder) {
        if (!Files.exists(path)) {
            return null;
        }
        try {
            SharedHandle handle = SharedHandle.open(path, builder.type());
            return handle.file().header().key().equals(key) ? builder.open(handle) : null;
        } catch (SharedDataException e) {
            if (e.isOfContent()) {
                return null;
            }
            throw e;
        }
    }
}
