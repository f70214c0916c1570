package dev.procpool.shared;

import java.io.Closeable;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A read-only list of strings in a memory-mapped file, of any length, shared by all processes that open it. Each {@code
 * get} makes a new String; the text itself is not kept in the heap.
 *
 * <p>A task may capture it: it travels as the file's name and identity, and maps itself on first use, once per JVM. If
 * the file has been replaced, cut or removed by then, that use throws {@link SharedDataException}. Safe for use by many
 * threads.
 */
public final class SharedStrings implements Serializable, AutoCloseable {

    private static final long serialVersionUID = 1L;

    private final transient SharedHandle handle;

    SharedStrings(SharedHandle handle) {
        this.handle = handle;
    }

    /**
     * Writes a file, replacing any of that name in one step, and opens it.
     *
     * @throws NullPointerException if a string is null
     * @throws IllegalArgumentException if a string has half a surrogate pair, which UTF-8 cannot express
     * @throws SharedDataException if it cannot be written; in all three cases nothing is left
     */
    public static SharedStrings write(Path file, Iterable<String> values) {
        try (Writer writer = writer(file)) {
            values.forEach(writer::add);
            return writer.finish();
        }
    }

    /**
     * Begins a file that is written piece by piece; it appears under its name when finished.
     *
     * @throws SharedDataException if its directory is missing or not writable
     */
    public static Writer writer(Path file) {
        return new Writer(SharedFileWriter.create(file, ElementType.STRINGS));
    }

    /**
     * Opens a file of strings.
     *
     * @throws SharedDataException if it is missing or not a complete file of strings
     */
    public static SharedStrings open(Path file) {
        return new SharedStrings(SharedHandle.open(file, ElementType.STRINGS));
    }

    /** How many strings there are. */
    public long length() {
        return handle.file().length();
    }

    /**
     * One string, equal to the one written.
     *
     * @throws IndexOutOfBoundsException unless {@code 0 <= index < length()}
     * @throws SharedDataException if this is the first use and the file is not the one this handle was made from, if
     *     the file was cut while mapped, or if its offset table is damaged
     * @throws IllegalStateException after {@link #close}
     */
    public String get(long index) {
        MappedFile file = handle.file();
        Header header = file.header();
        Objects.checkIndex(index, header.length());
        long table = StringsLayout.tableOffset(header.length(), header.payloadBytes());
        long entry = table + index * StringsLayout.OFFSET_BYTES;
        long from = file.getLong(entry);
        long to = file.getLong(entry + StringsLayout.OFFSET_BYTES);
        // The payload checksum was not compared on opening, so the table may hold anything.
        if (from < 0 || to < from || to > table || to - from > Integer.MAX_VALUE) {
            throw new SharedDataException(
                    handle.path(),
                    "offset table damaged: string " + index + " from=" + from + " to=" + to + ", textBytes<=" + table,
                    "write the file again and check the disk");
        }
        byte[] bytes = new byte[(int) (to - from)];
        file.copyTo(from, bytes, 0, bytes.length);
        return new String(bytes, StandardCharsets.UTF_8);
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
    public Path path() {
        return handle.path();
    }

    /** Ends the use of this handle; the file stays, and so do other handles on it. Closing twice does nothing. */
    @Override
    public void close() {
        handle.close();
    }

    @Override
    public String toString() {
        return handle.toString();
    }

    private Object writeReplace() {
        return handle.serialized();
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw SerializedHandle.required();
    }

    /**
     * Writes a file of any number of strings in little memory. Closing it without {@link #finish} leaves nothing behind.
     * For one thread. Every method throws {@link SharedDataException} if the disk is full or fails, and {@link
     * IllegalStateException} once finished or closed.
     */
    public static final class Writer implements Closeable {

        private final SharedFileWriter out;
        private final LongSpill offsets;
        private long length;

        private Writer(SharedFileWriter out) {
            this.out = out;
            this.offsets = new LongSpill(out);
        }

        /**
         * Appends one string.
         *
         * @throws NullPointerException if it is null
         * @throws IllegalArgumentException if it has half a surrogate pair, which UTF-8 cannot express
         */
        public void add(String value) {
            out.checkOpen();
            Objects.requireNonNull(value, () -> "string " + length + " is null");
            checkSurrogates(value);
            offsets.add(out.payloadBytes());
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            out.add(bytes, 0, bytes.length);
            length++;
        }

        /** Completes the file under its name, on the disk, and opens it. */
        public SharedStrings finish() {
            out.checkOpen();
            long end = out.payloadBytes();
            offsets.add(end);
            out.add(new byte[StringsLayout.OFFSET_BYTES], 0, StringsLayout.paddingAfter(end));
            offsets.writeToPayload();
            return new SharedStrings(out.finish(length));
        }

        @Override
        public void close() {
            try {
                offsets.close();
            } finally {
                out.close();
            }
        }

        private void checkSurrogates(String value) {
            for (int i = 0; i < value.length(); i++) {
                if (!Character.isSurrogate(value.charAt(i))) {
                    continue;
                }
                if (!Character.isSupplementaryCodePoint(value.codePointAt(i))) {
                    throw new IllegalArgumentException("string " + length + " has half a surrogate pair at index " + i);
                }
                i++;
            }
        }
    }
}
