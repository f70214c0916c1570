package dev.procpool.wire;

import java.util.List;

/**
 * Why a task has no value. The texts are always there, whatever the throwable's class does; the encoded throwable is
 * there if it could be encoded.
 *
 * @param kind what went wrong
 * @param className the throwable's class
 * @param message its message, or the empty string
 * @param stackTrace its stack trace as text, causes included
 * @param codec the codec of {@code encoded}, or 0
 * @param encoded the throwable itself, or no bytes
 */
public record Failure(Kind kind, String className, String message, String stackTrace, byte codec, byte[] encoded) {

    /** Kinds of failure. The order is the wire code: add at the end. */
    public enum Kind {
        /** The task threw. */
        THREW,
        /** The task returned something that cannot travel. */
        RESULT_NOT_ENCODABLE,
        /** The task cannot be decoded here with any codec. */
        TASK_NOT_DECODABLE,
        /** The task used up the heap; the worker exits after this. */
        OUT_OF_MEMORY,
        /** The task was cancelled before it started. */
        CANCELLED
    }

    private static final List<Kind> KINDS = List.of(Kind.values());

    /** What is said of a task that was cancelled before it began. */
    public static Failure cancelledBeforeStart() {
        return new Failure(Kind.CANCELLED, "", "", "", (byte) 0, new byte[0]);
    }

    public byte[] toBody() {
        return new BodyWriter()
                .putInt(kind.ordinal())
                .putString(className)
                .putString(message)
                .putString(stackTrace)
                .putInt(codec)
                .putBytes(encoded)
                .toBytes();
    }

    public static Failure fromBody(byte[] body) throws ProtocolException {
        var in = new BodyReader(body);
        int kind = in.getInt();
        if (kind < 0 || kind >= KINDS.size()) {
            throw new ProtocolException("unknown kind of failure: " + kind);
        }
        return new Failure(
                KINDS.get(kind), in.getString(), in.getString(), in.getString(), (byte) in.getInt(), in.getBytes());
    }
}
