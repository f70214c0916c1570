package dev.procpool.wire;

/** What a CANCEL does to a task that runs; one that has not started is forgotten in any case. The order is the wire code. */
public enum CancelKind {
    /** Nothing: it goes on to its end. */
    ONLY_IF_WAITING,
    /** It is interrupted. */
    INTERRUPT,
    /** Its stack is taken and sent, and it is interrupted. If it does not run, an empty stack is sent. */
    SHOW_STACK_AND_INTERRUPT;

    private static final CancelKind[] KINDS = values();

    byte code() {
        return (byte) ordinal();
    }

    static CancelKind of(byte code) throws ProtocolException {
        if (code < 0 || code >= KINDS.length) {
            throw new ProtocolException("unknown kind of cancel: " + code);
        }
        return KINDS[code];
    }
}
