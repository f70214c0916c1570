package dev.procpool.codec;

import dev.procpool.bulk.Bulk;
import java.io.IOException;
import java.io.NotSerializableException;
import java.util.List;
import java.util.function.Predicate;
import org.nustaq.serialization.FSTConfiguration;

/**
 * Fast serialization by FST, for what FST keeps exact: objects without serialization code of their own, records,
 * lambdas, the usual collections, and throwables and the JDK's value classes as JDK bytes inside. Any other graph it
 * refuses with an {@link IOException}, and {@link FallbackCodec} sends it by {@link JdkCodec}. What it takes comes back
 * with the same shape: cycles and shared objects are kept, except that strings and other values may be copied. If a graph
 * holds both what FST refuses and what nobody can send, the one met first decides; {@link FallbackCodec} reports the
 * latter.
 *
 * <p>It needs the packages of {@link FstOpens} opened; see {@link #missingOpens()}.
 */
public final class FstCodec implements TaskCodec {

    public static final byte WIRE_ID = 2;

    /** Streams that have grown beyond this are not kept: one large task must not cost every thread its buffer. */
    private static final int MOST_KEPT = 1 << 20;

    /** Null if any class may be decoded. */
    private final ClassFilter filter;

    private final FSTConfiguration writing;
    private final FSTConfiguration reading;

    /** A stream in use is not in here, so that a codec used by a class's constructor during decoding finds its own. */
    private final ThreadLocal<FstOutput> outputs = new ThreadLocal<>();

    private final ThreadLocal<FstInput> inputs = new ThreadLocal<>();

    /**
     * Decodes any class.
     *
     * @throws IllegalStateException if {@link #missingOpens()} is not empty
     */
    public FstCodec() {
        this((ClassFilter) null);
    }

    /**
     * Decodes only classes whose names {@code allowed} accepts; see {@link JdkCodec#JdkCodec(Predicate)}. The answer for
     * a class is asked once and kept.
     *
     * @throws IllegalStateException if {@link #missingOpens()} is not empty
     */
    public FstCodec(Predicate<String> allowed) {
        this(new ClassFilter(allowed));
    }

    private FstCodec(ClassFilter filter) {
        FstOpens.requireNone(missingOpens());
        this.filter = filter;
        writing = new FstConfig(null);
        // FST asks its verifier when it first meets a class in either direction: writing needs a table of its own.
        reading = filter == null ? writing : new FstConfig(filter);
    }

    /**
     * The {@code module/package} names FST needs opened and this JVM does not open; empty if it can be used here. To open
     * them: {@code Add-Opens} in the manifest of an executable jar, or {@code --add-opens} options.
     */
    public static List<String> missingOpens() {
        return FstOpens.missingFor(FSTConfiguration.class.getModule());
    }

    /** Whether it decodes only some classes. */
    boolean isFiltered() {
        return filter != null;
    }

    /** A JDK codec that decodes no class this one would not. */
    JdkCodec jdkTwin() {
        return new JdkCodec(filter);
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
        FstOutput out = outputs.get();
        outputs.remove();
        if (out == null) {
            out = new FstOutput(writing);
        }
        byte[] bytes;
        try {
            bytes = out.encode(value, beside);
        } catch (NotSerializableException e) {
            // The JDK has the last word on what is serializable, and both codecs say it in the same words.
            new JdkCodec().encode(value);
            throw new FstRefusal("FST finds " + e.getMessage() + " not serializable, the JDK disagrees");
        } catch (FstRefusal e) {
            throw e;
        } catch (StackOverflowError e) {
            throw new FstRefusal("the graph is too deep for FST on this thread's stack");
        } catch (Exception e) { // FST throws checked exceptions undeclared.
            throw failure("FST cannot encode a " + JdkCodec.nameOf(value), e);
        }
        if (out.bufferSize() <= MOST_KEPT) {
            outputs.set(out);
        }
        return bytes;
    }

    @Override
    public Object decode(byte[] bytes) throws IOException, ClassNotFoundException {
        return decode(bytes, Bulk.NONE);
    }

    /** @param beside the arrays that the bytes refer to */
    Object decode(byte[] bytes, Bulk beside) throws IOException, ClassNotFoundException {
        FstInput in = inputs.get();
        inputs.remove();
        if (in == null) {
            in = new FstInput(reading);
        }
        Object value;
        try {
            value = in.decode(bytes, beside);
        } catch (StackOverflowError e) {
            throw new IOException(
                    "FST cannot decode an object: it is too deep for this thread's stack: bytes=" + bytes.length
                            + "; JdkCodec can",
                    e);
        } catch (Exception e) { // FST throws checked exceptions undeclared.
            if (e instanceof ClassNotFoundException missing) {
                throw missing;
            }
            throw failure("FST cannot decode an object: bytes=" + bytes.length, e);
        }
        if (bytes.length <= MOST_KEPT) {
            inputs.set(in);
        }
        return value;
    }

    /** FST wraps what it catches, errors included; errors are for the caller as they are. */
    private static IOException failure(String what, Exception thrown) {
        Throwable root = thrown;
        while (root.getCause() != null
                && (root.getClass() == RuntimeException.class || root.getClass() == IOException.class)) {
            root = root.getCause();
        }
        if (root instanceof Error error) {
            throw error;
        }
        return new IOException(what + ": " + root, thrown);
    }
}
