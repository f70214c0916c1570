package dev.procpool.shared;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.RandomAccessFile;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
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

    /** Guarded by the class. */
    private static int cutsFound;

    /** Guarded by the class. Kept, so that a task that overlaps with the one that found it can name it. */
    private static MappedFile lastCut;

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

    /** Maps a file that this JVM has just written; on success it is what others will be given. */
    static MappedFile adopt(RandomAccessFile opened, Path path, Header header, FileStamp stamp) throws IOException {
        return adopt(opened, path, 0, header, stamp, false);
    }

    /** Verifies before anybody else can find the mapping, and without the lock, for it may read for minutes. */
    private static MappedFile adopt(
            RandomAccessFile opened, Path path, long offset, Header header, FileStamp stamp, boolean verify)
            throws IOException {
        Key key = new Key(path, header.identity());
        MappedFile mapped = find(key);
        if (mapped == null || !mapped.isStill(stamp)) {
            mapped = MappedFile.map(opened, path, offset, header, stamp, MappedFile.SEGMENT_SHIFT);
        } else {
            opened.close();
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
        CutCheck.needed();
        return mapped;
    }

    private static MappedFile openChecked(Path path, long offset, ElementType type, UUID identity) {
        try {
            // The stamp comes first: should the file be replaced in between, an old stamp only costs a second look,
            // while a stamp newer than the mapping would let the old content pass for the new file.
            FileStamp stamp = FileStamp.of(path);
            checkReadable(path);
            RandomAccessFile opened = new RandomAccessFile(path.toFile(), "r");
            try {
                Header header = read(opened.getChannel(), path, offset, type);
                if (identity != null && !identity.equals(header.identity())) {
                    throw SharedDataException.ofContent(
                            path,
                            "replaced since this handle was made: identity=" + header.identity() + ", expected="
                                    + identity,
                            "open the new file in the parent and submit again with that handle",
                            null);
                }
                return adopt(opened, path, offset, header, stamp, Boolean.getBoolean(VERIFY_PROPERTY));
            } catch (IOException | RuntimeException | Error e) {
                opened.close();
                throw e;
            }
        } catch (IOException e) {
            throw refused(path, e);
        }
    }

    /** Tells why not by classes of exceptions, which RandomAccessFile does not. */
    private static void checkReadable(Path path) throws IOException {
        if (!Files.isReadable(path)) {
            FileChannel.open(path, StandardOpenOption.READ).close();
        }
    }

    /** How many files have been found cut so far. */
    static synchronized int cutsFound() {
        return cutsFound;
    }

    static synchronized void forgetUses() {
        for (Entry entry : MAPPED.values()) {
            MappedFile mapped = entry.get();
            if (mapped != null) {
                mapped.forgetUse();
            }
        }
    }

    /** Whether a file in use is cut, or was found to be since there were so many of them. */
    static synchronized boolean isAnythingCut(int before) {
        for (Entry entry : MAPPED.values()) {
            MappedFile mapped = entry.get();
            if (mapped != null && mapped.isCut()) {
                return true;
            }
        }
        return cutsFound != before;
    }

    /**
     * Notes which files in use are cut, so that nobody reads them any more.
     *
     * @param before {@link #cutsFound} when the task began
     * @param cause what came of it, or null
     * @return null if none has been cut since then
     */
    static synchronized SharedDataException cutSince(int before, Throwable cause) {
        for (Entry entry : MAPPED.values()) {
            MappedFile mapped = entry.get();
            if (mapped != null && mapped.isCut()) {
                mapped.refuseUse();
                lastCut = mapped;
                cutsFound++;
            }
        }
        return cutsFound == before ? null : lastCut.cut(cause);
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

    static boolean isInterruption(IOException e) {
        return e instanceof ClosedByInterruptException || e instanceof InterruptedIOException;
    }

    private static SharedDataException refused(Path path, IOException e) {
        if (isInterruption(e)) {
            return new SharedDataException(path, "interrupted while it was opened: " + e, "ask again", e);
        }
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
