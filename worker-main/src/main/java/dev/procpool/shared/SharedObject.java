package dev.procpool.shared;

import dev.procpool.codec.FallbackCodec;
import dev.procpool.codec.FallbackCodec.Encoded;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;

/**
 * An object graph, encoded once into a file and decoded once in every JVM that uses it, by however many tasks: for what has
 * no flat form. Each JVM has a copy of its own on its heap, which its tasks share: treat it as immutable, or synchronize.
 * The copy is kept as long as memory allows, and decoded again after that.
 *
 * <p>What has a flat form (arrays, strings, maps of these) is better off in the other kinds, of which there is one copy for
 * all processes.
 *
 * @param <T> the type of the root, by the word of who opens the file
 */
public final class SharedObject<T> extends SharedData {

    private static final long serialVersionUID = 1L;

    SharedObject(SharedHandle handle) {
        super(handle);
    }

    /**
     * Writes an object to a file, as {@link SharedData#write} does.
     *
     * @param value may be null
     * @throws SharedDataException if it cannot be written, or holds what is not serializable; the message names class and
     *     field; nothing is left then
     */
    public static <T> SharedObject<T> write(Path file, T value) {
        return SharedData.write(file, builder(() -> value));
    }

    /**
     * A file of what {@code source} returns, encoded by Java serialization: a later version of the program that has changed
     * its classes gets an exception and not wrong data.
     */
    public static <T> SharedBuilder<SharedObject<T>> builder(Callable<? extends T> source) {
        return builder(source, FallbackCodec.jdkOnly());
    }

    /**
     * As {@link #builder(Callable)}, by another codec. Of a class that has changed since, FST may make wrong data without
     * a word: use it for files that live as long as the program.
     */
    public static <T> SharedBuilder<SharedObject<T>> builder(Callable<? extends T> source, FallbackCodec codec) {
        Objects.requireNonNull(source, "source");
        return SharedBuilder.of(ElementType.OBJECT, SharedObject<T>::new, out -> {
            SharedBuilder.<PayloadWriter>fill(out, writer -> add(writer, codec, source.call()), out);
            return 1;
        });
    }

    private static void add(PayloadWriter out, FallbackCodec codec, Object value) {
        Encoded encoded;
        try {
            encoded = codec.encode(value);
        } catch (IOException e) {
            throw new SharedDataException(
                    out.target(),
                    "its object cannot be encoded: " + e.getMessage(),
                    "let it hold only what is Serializable",
                    e);
        }
        out.room(1).put(encoded.codec());
        out.align(ObjectLayout.BODY_OFFSET);
        out.add(encoded.bytes(), 0, encoded.bytes().length);
    }

    /**
     * Opens a file of an object.
     *
     * @throws SharedDataException if it is missing or not a complete file of an object
     */
    public static <T> SharedObject<T> open(Path file) {
        return new SharedObject<>(SharedHandle.open(file, ElementType.OBJECT));
    }

    /**
     * The object; the same for all tasks of this JVM.
     *
     * @throws SharedDataException if this is the first use and the file is not the one this handle was made from, or its
     *     object cannot be decoded here
     * @throws IllegalStateException after {@link #close}
     */
    @SuppressWarnings("unchecked") // The user's claim about the file.
    public T get() {
        MappedFile file = handle.file();
        return (T) DecodedObjects.get(file.header().identity(), () -> decode(file));
    }

    private Object decode(MappedFile file) {
        byte[] body = new byte[(int) (file.header().payloadBytes() - ObjectLayout.BODY_OFFSET)];
        file.copyTo(ObjectLayout.BODY_OFFSET, body, 0, body.length);
        try {
            return ObjectCodecs.decode(file.getByte(ObjectLayout.CODEC_OFFSET), body);
        } catch (IOException | ClassNotFoundException e) {
            throw new SharedDataException(
                    path(),
                    "its object cannot be decoded here: " + e,
                    "it needs the classes of the program that wrote it; else write it again",
                    e);
        }
    }
}
