package dev.procpool.wire;

/**
 * A worker's greeting.
 *
 * @param protocolVersion {@link #PROTOCOL_VERSION} of the worker's class path
 * @param pid the worker's process id on its own host
 * @param windows whether it has opened the windows it was told of
 * @param journal whether it has opened the journal it was told of, and uses it from here on
 */
public record Hello(int protocolVersion, long pid, boolean windows, boolean journal) {

    /** Raised whenever a message changes its meaning. */
    public static final int PROTOCOL_VERSION = 5;

    byte[] toBody() {
        return new BodyWriter()
                .putInt(protocolVersion)
                .putLong(pid)
                .putInt(windows ? 1 : 0)
                .putInt(journal ? 1 : 0)
                .toBytes();
    }

    static Hello fromBody(byte[] body) throws ProtocolException {
        var in = new BodyReader(body);
        return new Hello(in.getInt(), in.getLong(), in.getInt() != 0, in.getInt() != 0);
    }
}
