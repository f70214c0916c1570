package dev.procpool.codec;

import dev.procpool.bulk.Bulk;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.StreamCorruptedException;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * The codecs that together take whatever is serializable: a small one for plain values and lambdas, FST where it is exact,
 * JDK serialization otherwise; or JDK serialization alone. Which of them wrote a body travels with it. Thread-safe.
 *
 * <p>A class of roots that FST has failed on twice in a row goes to JDK without another try, for as long as this object
 * lives: the price of a fallback is then one look at a flag. The classes of the JDK are exempt, since an ArrayList that
 * failed says nothing of the next. The flags hang on the classes themselves and go with them.
 */
public final class FallbackCodec {

    private static final int FAILURES_TO_REMEMBER = 2;

    /**
     * A body and the {@link TaskCodec#wireId} of the codec that wrote it.
     *
     * @param bulk the arrays that the body refers to
     */
    public record Encoded(byte codec, byte[] bytes, Bulk bulk) {

        /** All of it in the body. */
        public Encoded(byte codec, byte[] bytes) {
            this(codec, bytes, Bulk.NONE);
        }

        /** What travels, in bytes. */
        public long length() {
            return bytes.length + bulk.bytes();
        }
    }

    /** Failures of FST on roots of one class since the last success. Races lose a count, which does no harm. */
    private static final class History {
        volatile int failures;
    }

    private final ClassValue<History> histories = new ClassValue<>() {
        @Override
        protected History computeValue(Class<?> type) {
            return new History();
        }
    };

    private final LongAdder fallbacks = new LongAdder();

    /** Null if JDK serialization is to do everything. */
    private final LazyFst fst;

    /** Null if JDK serialization is to do everything. */
    private final PlainCodec plain;

    private final JdkCodec jdk;

    private FallbackCodec(PlainCodec plain, LazyFst fst, JdkCodec jdk) {
        this.plain = plain;
        this.fst = fst;
        this.jdk = jdk;
    }

    /** That codec first. Its allow-list, if it has one, holds for the JDK codec behind it as well. */
    public static FallbackCodec preferring(TaskCodec preferred) {
        // Not asked the other way round: that would load FstCodec where it is not wanted.
        if (preferred instanceof JdkCodec jdk) {
            return new FallbackCodec(null, null, jdk);
        }
        var fst = (FstCodec) Objects.requireNonNull(preferred, "preferred");
        return new FallbackCodec(new PlainCodec(!fst.isFiltered()), new LazyFst(fst), fst.jdkTwin());
    }

    /**
     * FST first; loaded when something needs it.
     *
     * @throws IllegalStateException if {@link FstCodec#missingOpens()} is not empty
     */
    public static FallbackCodec preferFst() {
        FstOpens.requireNone(FstOpens.missing());
        return new FallbackCodec(new PlainCodec(true), new LazyFst(), new JdkCodec());
    }

    /** JDK serialization for everything; loads nothing of FST. */
    public static FallbackCodec jdkOnly() {
        return preferring(new JdkCodec());
    }

    /**
     * Encodes by the preferred codec, or by JDK where that fails; of a {@link Compound}, each part so.
     *
     * @throws NotSerializableException as {@link TaskCodec#encode}
     * @throws IOException if JDK serialization failed, too
     */
    public Encoded encode(Object value) throws IOException {
        return encode(value, null);
    }

    /**
     * As {@link #encode(Object)}, with large arrays beside the body.
     *
     * @param beside what gathers them; null to have all of them in the body
     */
    public Encoded encode(Object value, Bulk.Collector beside) throws IOException {
        return encodeGraph(
                value instanceof Compound compound ? compound.toParts(part -> encodeGraph(part, null)) : value, beside);
    }

    private Encoded encodeGraph(Object value, Bulk.Collector beside) throws IOException {
        if (fst == null) {
            return byJdk(value, beside);
        }
        History history = historyOf(value);
        if (history != null && history.failures >= FAILURES_TO_REMEMBER) {
            Encoded encoded = byJdk(value, beside);
            fallbacks.increment();
            return encoded;
        }
        byte[] bytes = plain == null ? null : plain.encode(value);
        if (bytes != null) {
            return new Encoded(PlainCodec.WIRE_ID, bytes);
        }
        try {
            bytes = fst.get().encode(value, beside);
        } catch (NotSerializableException e) {
            throw e;
        } catch (IOException | LinkageError e) {
            return fallBack(value, beside, history, e);
        }
        if (history != null && history.failures != 0) {
            history.failures = 0;
        }
        return new Encoded(FstCodec.WIRE_ID, bytes, bulkOf(beside));
    }

    /**
     * Encodes by JDK what the other side reported it could not decode, and remembers that of its class; of a {@link
     * Compound}, of the classes of all parts, for nobody knows which of them it was.
     */
    public Encoded encodeWithJdk(Object value) throws IOException {
        return encodeWithJdk(value, null);
    }

    /** As {@link #encodeWithJdk(Object)}, with large arrays beside the body. */
    public Encoded encodeWithJdk(Object value, Bulk.Collector beside) throws IOException {
        return value instanceof Compound compound
                ? byJdk(compound.toParts(part -> encodeGraphWithJdk(part, null)), beside)
                : encodeGraphWithJdk(value, beside);
    }

    private Encoded encodeGraphWithJdk(Object value, Bulk.Collector beside) throws IOException {
        return fst == null ? byJdk(value, beside) : fallBack(value, beside, historyOf(value), null);
    }

    /**
     * Decodes a body. A {@link Compound} comes as {@link Parts.Opened}; single parts may be undecodable only if it came by
     * JDK, after which there is nothing to try.
     *
     * @param codec the id that came with it
     * @throws IOException also if {@code codec} is unknown or FST is not in use here; the sender may try again by {@link
     *     #encodeWithJdk}
     */
    public Object decode(byte codec, byte[] bytes) throws IOException, ClassNotFoundException {
        return decode(codec, bytes, Bulk.NONE);
    }

    /**
     * As {@link #decode(byte, byte[])}.
     *
     * @param beside the arrays that the body refers to; they become part of the graph
     */
    public Object decode(byte codec, byte[] bytes, Bulk beside) throws IOException, ClassNotFoundException {
        Object decoded = decodeGraph(codec, bytes, beside);
        return decoded instanceof Parts parts ? parts.open(this, codec == JdkCodec.WIRE_ID) : decoded;
    }

    private Object decodeGraph(byte codec, byte[] bytes, Bulk beside) throws IOException, ClassNotFoundException {
        if (codec == JdkCodec.WIRE_ID) {
            return jdk.decode(bytes, beside);
        }
        if (codec == PlainCodec.WIRE_ID && plain != null) {
            return plain.decode(bytes);
        }
        if (codec != FstCodec.WIRE_ID && codec != PlainCodec.WIRE_ID) {
            throw new StreamCorruptedException(
                    "no codec has this id: codec=" + codec + ", known=1 (JDK), 2 (FST), 3 (plain)");
        }
        if (fst == null) {
            throw new IOException(
                    "a body of codec " + codec + " came to a side that uses JDK serialization only: bytes="
                            + bytes.length + "; it must be sent again by encodeWithJdk");
        }
        return fst.get().decode(bytes, beside);
    }

    /** How many bodies JDK serialization wrote because FST would not. */
    public long fallbacks() {
        return fallbacks.sum();
    }

    private Encoded fallBack(Object value, Bulk.Collector beside, History history, Throwable reason)
            throws IOException {
        Encoded encoded;
        try {
            encoded = byJdk(value, beside);
        } catch (IOException e) {
            if (reason != null) {
                e.addSuppressed(reason);
            }
            throw e;
        }
        fallbacks.increment();
        if (history != null) {
            history.failures++;
        }
        return encoded;
    }

    private Encoded byJdk(Object value, Bulk.Collector beside) throws IOException {
        byte[] bytes = jdk.encode(value, beside);
        return new Encoded(JdkCodec.WIRE_ID, bytes, bulkOf(beside));
    }

    private static Bulk bulkOf(Bulk.Collector beside) {
        return beside == null ? Bulk.NONE : beside.toBulk();
    }

    private History historyOf(Object value) {
        return PlainWriter.takes(value) || value.getClass().getName().startsWith("java.")
                ? null
                : histories.get(value.getClass());
    }
}
