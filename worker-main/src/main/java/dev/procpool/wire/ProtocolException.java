package dev.procpool.wire;

import java.io.IOException;

/** The other side sent bytes that are no valid frame; the connection cannot be used any further. */
public final class ProtocolException extends IOException {

    private static final long serialVersionUID = 1L;

    ProtocolException(String message) {
        super(message);
    }
}
