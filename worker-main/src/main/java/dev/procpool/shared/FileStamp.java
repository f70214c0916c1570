package dev.procpool.shared;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

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
}
