package dev.procpool.shared;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;

/**
 * Tells cheaply, without opening it, that a file is still the one seen before: two equal stamps mean so, two different
 * ones mean "look again".
 *
 * @param key device and inode; null where the file system has none
 */
record FileStamp(Object key, long bytes, FileTime modified) {

    static FileStamp of(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new FileStamp(attributes.fileKey(), attributes.size(), attributes.lastModifiedTime());
    }

    /** What a record has anyway; but linking that takes longer than opening a file. */
    @Override
    public boolean equals(Object other) {
        return other instanceof FileStamp stamp
                && Objects.equals(key, stamp.key)
                && bytes == stamp.bytes
                && modified.equals(stamp.modified);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(bytes);
    }
}
