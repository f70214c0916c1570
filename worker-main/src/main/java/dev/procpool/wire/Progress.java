package dev.procpool.wire;

/** How far a task says it is, in units of its own. */
record Progress(long done, long total) {

    byte[] toBody() {
        return new BodyWriter().putLong(done).putLong(total).toBytes();
    }

    static Progress fromBody(byte[] body) throws ProtocolException {
        var in = new BodyReader(body);
        return new Progress(in.getLong(), in.getLong());
    }
}
