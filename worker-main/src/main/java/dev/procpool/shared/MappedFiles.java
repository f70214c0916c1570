package dev.procpool.shared;

import java.io.IOException;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Opens files, and remembers what this JVM has mapped, so that any number of handles share one mapping. Mappings are
 * held weakly: one that no handle uses can go. Thread-safe.
 */
final class MappedFiles {

    /** Set to true, every file's payload checksum is compared when it is mapped, at the price of reading all of it. */
    static final String VERIFY_PROPERTY = "procpool.shared.verify";

    /** Guarded by the class. */
    private static final Map<Key, Entry> MAPPED = new HashMap<>();

    private static final ReferenceQueue<MappedFile> UNUSED = new ReferenceQueue<>();

    private MappedFiles() {}

    /**
     * Opens whatever complete file of this type has the name.
     *
     * @param type null for any
     */
    static MappedFile open(Path path, ElementType type) {
        return openChecked(path, 0, type, null);
    }

    /**
     * Opens the file or section a handle was made from.
     *
     * @param offset of its header
     *
     * @throws SharedDataException also if the name now belongs to another file or to none, even if this JVM still has
     *     the old one mapped: else it would depend on the worker whether a task succeeds
     */
    static MappedFile open(Path path, long offset, ElementType type, UUID identity) {
        MappedFile mapped = find(new Key(path, identity));
        if (mapped != null) {
            try {
                if (mapped.isStill(FileStamp.of(path))) {
                    return mapped;
                }
            } catch (IOException e) {
                throw refused(path, e);
            }
        }
        return openChecked(path, offset, type, identity);
    }

    /** Maps a file of known content once more or for the first time; on success it is what others will be given. */
    static MappedFile adopt(FileChannel channel, Path path, Header header, FileStamp stamp) throws IOException {
        return adopt(channel, path, 0, header, stamp, false);
    }

    /** Verifies before anybody else can find the mapping, and without the lock, for it may read for minutes. */
    private static MappedFile adopt(
            FileChannel channel, Path path, long offset, Header header, FileStamp stamp, boolean verify)
            throws IOException {
        Key key = new Key(path, header.identity());
        MappedFile mapped = find(key);
        if (mapped == null || !mapped.isStill(stamp)) {
            mapped = MappedFile.map(channel, path, offset, header, stamp, MappedFile.SEGMENT_SHIFT);
        }
        if (verify) {
            mapped.verify();
        }
        return remember(key, mapped, stamp);
    }

    /** The first mapping of this file to come is the one that all share. */
    private static synchronized MappedFile remember(Key key, MappedFile mapped, FileStamp stamp) {
        for (Object gone = UNUSED.poll(); gone != null; gone = UNUSED.poll()) {
            MAPPED.remove(((Entry) gone).key, gone);
        }
        MappedFile first = find(key);
        if (first != null && first.isStill(stamp)) {
            return first;
        }
        MAPPED.put(key, new Entry(key, mapped));
        return mapped;
    }

    private static MappedFile openChecked(Path path, long offset, ElementType type, UUID identity) {
        try {
            // The stamp comes first: should the file be replaced in between, an old stamp only costs a second look,
            // while a stamp newer than the mapping would let the old content pass for the new file.
            FileStamp stamp = FileStamp.of(path);
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                Header header = read(channel, path, offset, type);
                if (identity != null && !identity.equals(header.identity())) {
                    throw SharedDataException.ofContent(
                            path,
                            "replaced since this handle was made: identity=" + header.identity() + ", expected="
                                    + identity,
                            "open the new file in the parent and submit again with that handle",
                            null);
                }
                return adopt(channel, path, offset, header, stamp, Boolean.getBoolean(VERIFY_PROPERTY));
            }
        } catch (IOException e) {
            throw refused(path, e);
        }
    }

    /** What is mapped now. */
    static synchronized List<MappedFile> all() {
        return MAPPED.values().stream().map(Entry::get).filter(Objects::nonNull).toList();
    }

    private static Header read(FileChannel channel, Path path, long offset, ElementType type) throws IOException {
        if (offset == 0) {
            return HeaderLayout.read(channel, path, type);
        }
        HeaderLayout.read(channel, path, ElementType.SECTIONS);
        return HeaderLayout.readSection(offset, channel, path, type);
    }

    private static synchronized MappedFile find(Key key) {
        Entry entry = MAPPED.get(key);
        return entry == null ? null : entry.get();
    }

    private static SharedDataException refused(Path path, IOException e) {
        if (e instanceof NoSuchFileException) {
            return new SharedDataException(
                    path, "missing", "write it first; it must stay until the last task that reads it has ended", e);
        }
        if (e instanceof AccessDeniedException) {
            return new SharedDataException(
                    path, "not readable by this user", "data files are private (0400): open them as their owner", e);
        }
        return new SharedDataException(path, "cannot be read: " + e, "check the file and its disk", e);
    }

    /** With its own equals and hashCode, because linking a record's takes longer than opening a file. */
    private record Key(Path path, UUID identity) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && path.equals(key.path) && identity.equals(key.identity);
        }

        @Override
        public int hashCode() {
            return identity.hashCode();
        }
    }

    private static final class Entry extends WeakReference<MappedFile> {
        final Key key;

        Entry(Key key, MappedFile mapped) {
            super(mapped, UNUSED);
            this.key = key;
        }
    }
}
