package dev.procpool.shared;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Several named pieces of shared data in one file, which appear together and belong together. A section is a handle like
 * any other: a task that captures one needs no more.
 */
public final class SharedSections extends SharedData {

    private static final long serialVersionUID = 1L;

    /** Null until it is asked for. Racy: two threads may read the directory, and both have all of it. */
    private transient Map<String, Section> directory;

    SharedSections(SharedHandle handle) {
        super(handle);
    }

    /** Where a section is, by the directory. */
    private record Section(long offset, UUID identity, ElementType type) {}

    /** A file of the sections that {@code filler} adds, in their order. */
    public static SharedBuilder<SharedSections> builder(SharedBuilder.Filler<? super Writer> filler) {
        Objects.requireNonNull(filler, "filler");
        return SharedBuilder.of(ElementType.SECTIONS, SharedSections::new, out -> {
            var writer = new Writer(out);
            SharedBuilder.fill(out, filler, writer);
            return writer.end();
        });
    }

    /**
     * Opens a file of sections.
     *
     * @throws SharedDataException if it is missing or not a complete file of sections
     */
    public static SharedSections open(Path file) {
        return new SharedSections(SharedHandle.open(file, ElementType.SECTIONS));
    }

    /** The names of the sections, in the order in which they were added. */
    public Set<String> names() {
        return Collections.unmodifiableSet(directory().keySet());
    }

    /**
     * A section.
     *
     * @param kind such as {@code SharedInts.class}
     * @throws SharedDataException if there is no section of this name, or it is of another kind
     * @throws IllegalStateException after {@link #close}; sections that were got before stay open
     */
    public <T extends SharedData> T get(String name, Class<T> kind) {
        Section section = directory().get(Objects.requireNonNull(name, "name"));
        if (section == null) {
            throw SharedDataException.ofContent(
                    path(), "no section '" + name + "', but " + directory().keySet(), "check the name", null);
        }
        SharedData data =
                SharedData.of(SharedHandle.lazy(path(), section.offset(), section.type(), section.identity()));
        if (!kind.isInstance(data)) {
            throw SharedDataException.ofContent(
                    path(),
                    "section '" + name + "' is of another kind: holds " + section.type() + ", expected "
                            + kind.getSimpleName(),
                    "ask for it as what it is",
                    null);
        }
        return kind.cast(data);
    }

    /** As {@link #get}, of an object. @param type of the root, by the caller's word */
    @SuppressWarnings("unchecked") // The user's claim about the file.
    public <T> SharedObject<T> object(String name, Class<T> type) {
        Objects.requireNonNull(type, "type");
        return get(name, SharedObject.class);
    }

    /** As {@link #get}, of an index. @param keys as in {@link SharedIndex#open} */
    public <K> SharedIndex<K> index(String name, Class<K> keys) {
        return SharedIndex.of(get(name, SharedIndex.class).handle, keys);
    }

    /** Reads everything and compares all checksums. */
    @Override
    public void verify() {
        super.verify();
        for (String name : names()) {
            get(name, SharedData.class).verify();
        }
    }

    private Map<String, Section> directory() {
        Map<String, Section> known = directory;
        if (known == null || handle.isClosed()) {
            known = read(handle.file());
            directory = known;
        }
        return known;
    }

    private Map<String, Section> read(MappedFile file) {
        file.verify();
        long payloadBytes = file.header().payloadBytes();
        long trailer = SectionsLayout.trailerOffset(payloadBytes);
        long start = directoryOffset(file);
        byte[] bytes = new byte[(int) (trailer - start)];
        file.copyTo(start, bytes, 0, bytes.length);
        ByteBuffer entries = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        Map<String, Section> sections = new LinkedHashMap<>();
        for (long i = 0; i < file.length(); i++) {
            int at = entries.position();
            int nameBytes = entries.getInt(at + SectionsLayout.NAME_BYTES_OFFSET);
            String name = new String(bytes, at + SectionsLayout.NAME_OFFSET, nameBytes, StandardCharsets.UTF_8);
            ElementType type = ElementType.ofCode(entries.getInt(at + SectionsLayout.TYPE_OFFSET))
                    .orElseThrow();
            sections.put(
                    name,
                    new Section(
                            HeaderLayout.BYTES + file.offset() + entries.getLong(at + SectionsLayout.OFFSET_OFFSET),
                            new UUID(
                                    entries.getLong(at + SectionsLayout.IDENTITY_OFFSET),
                                    entries.getLong(at + SectionsLayout.IDENTITY_OFFSET + Long.BYTES)),
                            type));
            entries.position(at + SectionsLayout.entryBytes(nameBytes));
        }
        return sections;
    }

    /** Where the directory begins, and the part of the payload that the checksum covers. */
    static long directoryOffset(MappedFile file) {
        long trailer = SectionsLayout.trailerOffset(file.header().payloadBytes());
        long offset = file.getLong(trailer);
        if (offset < 0 || offset > trailer || trailer - offset > Integer.MAX_VALUE) {
            throw SharedDataException.ofContent(
                    file.path(),
                    "directory of sections damaged: offset=" + offset + ", payloadBytes="
                            + file.header().payloadBytes(),
                    "write the file again and check the disk",
                    null);
        }
        return offset;
    }

    /** Adds sections, one after the other. For the thread and the time of the function it is given to. */
    public static final class Writer {

        private final PayloadWriter out;
        private final Map<String, Section> directory = new LinkedHashMap<>();

        /** The section that is being written, or null. */
        private String adding;

        private Writer(PayloadWriter out) {
            this.out = out;
        }

        /**
         * Writes a section.
         *
         * @param name not empty, at most 1,024 bytes in UTF-8
         * @throws IllegalArgumentException if there is a section of this name, or the name is empty or too long
         * @throws IllegalStateException if called by the builder of another section
         * @throws SharedDataException if it cannot be written, or its builder throws
         */
        public void add(String name, SharedBuilder<?> builder) {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(builder, "builder");
            out.checkOpen();
            int nameBytes = name.getBytes(StandardCharsets.UTF_8).length;
            if (nameBytes == 0 || nameBytes > SectionsLayout.MAX_NAME_BYTES) {
                throw new IllegalArgumentException("the name of a section must have 1 to "
                        + SectionsLayout.MAX_NAME_BYTES + " bytes: bytes=" + nameBytes);
            }
            if (directory.containsKey(name)) {
                throw new IllegalArgumentException("there is a section '" + name + "' already");
            }
            if (adding != null) {
                throw new IllegalStateException("section '" + name + "' cannot be added inside section '" + adding
                        + "'; add it after that, or give that one sections of its own");
            }
            adding = name;
            try {
                directory.put(name, write(builder));
            } finally {
                adding = null;
            }
        }

        private Section write(SharedBuilder<?> builder) {
            PayloadWriter section = out.beginSection();
            try {
                long length = builder.writeTo(section);
                section.finish();
                var header = new Header(
                        builder.type(),
                        UUID.randomUUID(),
                        length,
                        section.payloadBytes(),
                        DataKey.NONE,
                        section.checksum());
                return new Section(out.endSection(section, header), header.identity(), header.type());
            } finally {
                section.abandon();
            }
        }

        /** Writes the directory. @return how many sections there are */
        private long end() {
            long start = out.skipToAlignment();
            directory.forEach((name, section) -> {
                byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
                out.room(SectionsLayout.NAME_OFFSET)
                        .putLong(section.offset())
                        .putLong(section.identity().getMostSignificantBits())
                        .putLong(section.identity().getLeastSignificantBits())
                        .putInt(section.type().code())
                        .putInt(nameBytes.length);
                out.add(nameBytes, 0, nameBytes.length);
                out.align(Long.BYTES);
            });
            out.room(Long.BYTES).putLong(start);
            return directory.size();
        }
    }
}
