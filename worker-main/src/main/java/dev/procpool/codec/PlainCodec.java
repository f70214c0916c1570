package dev.procpool.codec;

import java.io.IOException;
import java.io.StreamCorruptedException;
import java.lang.invoke.SerializedLambda;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * For what most small tasks and answers are: null, boxed numbers, strings, lambdas that capture nothing else, and {@link
 * Parts}. Several times faster than FST, and needs none of it to be loaded. Whatever else there is it leaves to others.
 * Thread-safe.
 *
 * <p>A lambda's class is linked when the first of its lambdas comes, and found again by its form's bytes: nothing has to be
 * agreed upon between the two sides, and so nothing can be out of step when a task is sent to another worker.
 */
final class PlainCodec {

    static final byte WIRE_ID = 3;

    /** Forms that are remembered. A program has no more places in its source; what is sent on purpose must not fill the heap. */
    private static final int MOST_LINKED = 4096;

    private static final int LAMBDA_HEADER_BYTES = Byte.BYTES + 2 * Integer.BYTES;

    /** Parts that are larger than this are left to codecs that can send arrays beside the body. */
    private static final int MOST_BYTES_OF_A_PART = 16 * 1024;

    /** By their hash; of two forms with the same one, only one is remembered. */
    private final Map<Integer, LinkedLambda> linked = new ConcurrentHashMap<>();

    /** @return null if this is for another codec */
    byte[] encode(Object value) {
        if (PlainWriter.takes(value)) {
            var out = new PlainWriter(value instanceof String text ? text.length() + 5 : 9);
            out.value(value);
            return out.toBytes();
        }
        if (value instanceof Parts parts) {
            return parts.isSmall(MOST_BYTES_OF_A_PART) ? PlainParts.encode(parts) : null;
        }
        return Lambdas.isLambda(value.getClass()) ? encodeLambda(value) : null;
    }

    private static byte[] encodeLambda(Object value) {
        SerializedLambda lambda = Lambdas.serializedForm(value);
        if (lambda == null) {
            return null;
        }
        int captured = lambda.getCapturedArgCount();
        int bytes = 0;
        for (int i = 0; i < captured; i++) {
            Object each = lambda.getCapturedArg(i);
            if (!PlainWriter.takes(each)) {
                return null;
            }
            bytes += each instanceof String text ? text.length() + 5 : 9;
        }
        LambdaForm form = LambdaForm.of(value.getClass(), lambda);
        var out = new PlainWriter(LAMBDA_HEADER_BYTES + form.bytes().length + Math.max(0, bytes));
        out.tag(PlainLayout.LAMBDA);
        out.putInt(form.bytes().length);
        out.putInt(form.hash());
        out.raw(form.bytes());
        for (int i = 0; i < captured; i++) {
            out.value(lambda.getCapturedArg(i));
        }
        return out.toBytes();
    }

    Object decode(byte[] bytes) throws IOException, ClassNotFoundException {
        var in = new PlainReader(bytes);
        byte tag = in.tag();
        Object value = switch (tag) {
            case PlainLayout.LAMBDA -> decodeLambda(in);
            case PlainLayout.PARTS -> PlainParts.decode(in);
            default -> in.value(tag);
        };
        in.requireEnd();
        return value;
    }

    private Object decodeLambda(PlainReader in) throws IOException, ClassNotFoundException {
        int length = in.getInt();
        int hash = in.getInt();
        if (length < 0) {
            throw new StreamCorruptedException("a lambda's form has no such length: " + length);
        }
        LinkedLambda lambda = linked(in.bytes(), in.skip(length), length, hash);
        Object[] captured = new Object[lambda.captured()];
        for (int i = 0; i < captured.length; i++) {
            captured[i] = in.value();
        }
        return lambda.capturing(captured);
    }

    private LinkedLambda linked(byte[] bytes, int at, int length, int hash) throws IOException, ClassNotFoundException {
        LinkedLambda known = linked.get(hash);
        if (known != null && known.isOf(bytes, at, length)) {
            return known;
        }
        var lambda = new LinkedLambda(Arrays.copyOfRange(bytes, at, at + length));
        if (linked.size() < MOST_LINKED) {
            linked.put(hash, lambda);
        }
        return lambda;
    }
}
