package dev.procpool.shared;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Read-only data in a memory-mapped file, or in a section of one, shared by all processes that open it.
 *
 * <p>A task may capture it: it travels as the file's name and identity, and maps itself on first use, once per JVM. If the
 * file has been replaced, cut or removed by then, that use throws {@link SharedDataException}, and so does every other use
 * after the file was cut. Safe for use by many threads.
 */
public abstract sealed class SharedData implements Serializable, AutoCloseable
        permits SharedInts,
                SharedLongs,
                SharedDoubles,
                SharedBytes,
                SharedStrings,
                SharedIndex,
                SharedObject,
                SharedSections {

    private static final long serialVersionUID = 1L;

    final transient SharedHandle handle;

    SharedData(SharedHandle handle) {
        this.handle = handle;
    }

    /**
     * Writes a file, replacing any of that name in one step, and opens it. Until it is complete and on the disk, nothing is
     * seen of it under its name.
     *
     * @throws SharedDataException if it cannot be written, or the builder throws an exception, which is then the cause;
     *     nothing is left of it
     */
    public static <T extends SharedData> T write(Path file, SharedBuilder<T> builder) {
        Objects.requireNonNull(builder, "builder");
        return SharedFileWriter.write(file, builder, DataKey.NONE, Durability.SURVIVES_POWER_CUT);
    }

    /**
     * Writes a file that nobody needs after the next start of the machine: as {@link #write}, but without waiting for the
     * disk, which saves seconds for each GiB.
     */
    public static <T extends SharedData> T writeTransient(Path file, SharedBuilder<T> builder) {
        Objects.requireNonNull(builder, "builder");
        return SharedFileWriter.write(file, builder, DataKey.NONE, Durability.UNTIL_REBOOT);
    }

    /**
     * The file that an earlier run of the program has left in this directory for this key; built now if there is none.
     * What is computed in the builder is computed once: a program that is started a second time finds the file, and of two
     * that are started together one builds it while the other waits.
     *
     * <p>The key says of what the data were made: a version, parameters, the date of the source. Data that would come out
     * different need a different key. A file that is not what this builder would make (of another kind or format, cut, or
     * for another key) is replaced. Files of former keys stay until somebody deletes them.
     *
     * @param directory where the files are; made if it is missing
     * @param key any text; part of the file's name as far as a name can hold it
     * @throws SharedDataException as {@link #write}, or if the directory cannot be made or written to
     */
    public static <T extends SharedData> T cached(Path directory, String key, SharedBuilder<T> builder) {
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(builder, "builder");
        return new CachedFile(directory, key).openOrBuild(builder);
    }

    /**
     * Opens a file, whatever it holds.
     *
     * @throws SharedDataException if it is missing or not a complete file
     */
    public static SharedData openAny(Path file) {
        return of(SharedHandle.open(file, null));
    }

    static SharedData of(SharedHandle handle) {
        return switch (handle.type()) {
            case BYTES -> new SharedBytes(handle);
            case INTS -> new SharedInts(handle);
            case LONGS -> new SharedLongs(handle);
            case DOUBLES -> new SharedDoubles(handle);
            case STRINGS -> new SharedStrings(handle);
            case INDEX -> new SharedIndex<>(handle);
            case OBJECT -> new SharedObject<>(handle);
            case SECTIONS -> new SharedSections(handle);
        };
    }

    /** How many elements there are. */
    public long length() {
        return handle.file().length();
    }

    /**
     * Reads everything and compares the checksum, which opening does not do.
     *
     * @throws SharedDataException if the file was damaged
     */
    public void verify() {
        handle.file().verify();
    }

    /** The file, absolute. */
    public final Path path() {
        return handle.path();
    }

    /** Ends the use of this handle; the file stays, and so do other handles on it. Closing twice does nothing. */
    @Override
    public final void close() {
        handle.close();
    }

    @Override
    public final String toString() {
        return handle.toString();
    }

    final Object writeReplace() {
        return handle.serialized();
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw SerializedHandle.required();
    }

    private void readObjectNoData() throws ObjectStreamException {
        throw SerializedHandle.required();
    }
}
