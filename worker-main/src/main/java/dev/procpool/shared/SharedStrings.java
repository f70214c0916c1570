package dev.procpool.shared;

import java.io.Closeable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.BiConsumer;

/**
 * A read-only list of strings in a memory-mapped file, of any length, shared by all processes that open it. Each {@code
 * get} makes a new String; the text itself is not kept in the heap. See {@link SharedData}.
 */
public final class SharedStrings extends SharedData {

    private static final long serialVersionUID = 1L;

    SharedStrings(SharedHandle handle) {
        super(handle);
    }

    /**
     * Writes strings to a file, as {@link SharedData#write} does.
     *
     * @throws NullPointerException if a string is null
     * @throws IllegalArgumentException if a string has half a surrogate pair, which UTF-8 cannot express
     */
    public static SharedStrings write(Path file, Iterable<String> values) {
        Objects.requireNonNull(values, "values");
        return SharedData.write(file, built((out, writer) -> values.forEach(writer::add)));
    }

    /** A file of the strings that {@code filler} adds, in its time and in little memory. */
    public static SharedBuilder<SharedStrings> builder(SharedBuilder.Filler<? super Writer> filler) {
        Objects.requireNonNull(filler, "filler");
        return built((out, writer) -> SharedBuilder.fill(out, filler, writer));
    }

    private static SharedBuilder<SharedStrings> built(BiConsumer<PayloadWriter, Writer> adder) {
        return SharedBuilder.of(ElementType.STRINGS, SharedStrings::new, out -> {
            try (var writer = new Writer(out)) {
                adder.accept(out, writer);
                return writer.end();
            }
        });
    }

    /**
     * Opens a file of strings.
     *
     * @throws SharedDataException if it is missing or not a complete file of strings
     */
    public static SharedStrings open(Path file) {
        return new SharedStrings(SharedHandle.open(file, ElementType.STRINGS));
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
            throw SharedDataException.ofContent(
                    handle.path(),
                    "offset table damaged: string " + index + " from=" + from + " to=" + to + ", textBytes<=" + table,
                    "write the file again and check the disk",
                    null);
        }
        byte[] bytes = new byte[(int) (to - from)];
        file.copyTo(from, bytes, 0, bytes.length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Adds strings to a file. For the thread and the time of the function it is given to. */
    public static final class Writer implements Closeable {

        private final PayloadWriter out;
        private final LongSpill offsets;
        private long length;

        private Writer(PayloadWriter out) {
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
            int half = HalfSurrogates.firstIn(value);
            if (half >= 0) {
                throw new IllegalArgumentException("string " + length + " has half a surrogate pair at index " + half);
            }
            offsets.add(out.payloadBytes());
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            out.add(bytes, 0, bytes.length);
            length++;
        }

        /** Writes the table. @return how many strings there are */
        private long end() {
            long end = out.payloadBytes();
            offsets.add(end);
            out.align(StringsLayout.OFFSET_BYTES);
            offsets.writeToPayload();
            return length;
        }

        /** Frees what was needed to write; for who made this writer. */
        @Override
        public void close() {
            offsets.close();
        }
    }
}
