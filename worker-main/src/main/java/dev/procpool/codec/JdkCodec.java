package dev.procpool.codec;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.function.Predicate;

/**
 * Java serialization: slower and longer than {@link FstCodec}, but exact for whatever is serializable.
 *
 * <p>Classes are found through the context class loader of the decoding thread, then through this class's own. A graph
 * too deep for the caller's stack is tried again on a stack of 512 MiB, which lasts for some hundred thousand links.
 */
public final class JdkCodec implements TaskCodec {

    public static final byte WIRE_ID = 1;

    /** Null if any class may be decoded. */
    private final ClassFilter filter;

    /** Decodes any class. */
    public JdkCodec() {
        this((ClassFilter) null);
    }

    /**
     * Decodes only classes whose names {@code allowed} accepts. It is asked with the names of classes, never of arrays,
     * and not for boxes, strings and the plainest collections; lambdas ask for {@code java.lang.invoke.SerializedLambda}
     * and the class they were written in.
     */
    public JdkCodec(Predicate<String> allowed) {
        this(new ClassFilter(allowed));
    }

    /** @param filter null to decode any class */
    JdkCodec(ClassFilter filter) {
        this.filter = filter;
    }

    @Override
    public byte wireId() {
        return WIRE_ID;
    }

    @Override
    public byte[] encode(Object value) throws IOException {
        try {
            return BigStack.call("encode a " + nameOf(value), () -> write(value));
        } catch (NotSerializableException e) {
            throw ObjectPath.explain(value, e);
        } catch (ClassNotFoundException e) {
            throw new IOException("cannot encode a " + nameOf(value) + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Object decode(byte[] bytes) throws IOException, ClassNotFoundException {
        return BigStack.call("decode an object", () -> read(bytes, filter));
    }

    private static byte[] write(Object value) throws IOException {
        var bytes = new BodyBytes();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        return bytes.toArray();
    }

    static Object read(byte[] bytes, ClassFilter filter) throws IOException, ClassNotFoundException {
        try (var in = new JdkStreams.Input(bytes, filter)) {
            return in.readObject();
        }
    }

    static String nameOf(Object value) {
        return value == null ? "null" : value.getClass().getName();
    }
}
