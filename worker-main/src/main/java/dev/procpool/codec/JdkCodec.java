package dev.procpool.codec;

import dev.procpool.bulk.Bulk;
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
        return encode(value, null);
    }

    /** @param beside takes large arrays; null to have all of them in the bytes */
    byte[] encode(Object value, Bulk.Collector beside) throws IOException {
        try {
            return BigStack.call("encode a " + nameOf(value), () -> write(value, beside));
        } catch (NotSerializableException e) {
            throw ObjectPath.explain(value, e);
        } catch (ClassNotFoundException e) {
            throw new IOException("cannot encode a " + nameOf(value) + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Object decode(byte[] bytes) throws IOException, ClassNotFoundException {
        return decode(bytes, Bulk.NONE);
    }

    /** @param beside the arrays that the bytes refer to */
    Object decode(byte[] bytes, Bulk beside) throws IOException, ClassNotFoundException {
        return BigStack.call("decode an object", () -> read(bytes, beside, filter));
    }

    private static byte[] write(Object value, Bulk.Collector beside) throws IOException {
        if (beside != null) {
            // The first try may have ended in the middle.
            beside.clear();
        }
        var bytes = new BodyBytes();
        try (var out = beside == null ? new ObjectOutputStream(bytes) : new JdkStreams.BesideOutput(bytes, beside)) {
            out.writeObject(value);
        }
        return bytes.toArray();
    }

    static Object read(byte[] bytes, ClassFilter filter) throws IOException, ClassNotFoundException {
        return read(bytes, Bulk.NONE, filter);
    }

    private static Object read(byte[] bytes, Bulk beside, ClassFilter filter)
            throws IOException, ClassNotFoundException {
        try (var in = new JdkStreams.Input(bytes, beside, filter)) {
            return in.readObject();
        }
    }

    static String nameOf(Object value) {
        return value == null ? "null" : value.getClass().getName();
    }
}
