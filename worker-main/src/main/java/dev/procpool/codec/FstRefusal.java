package dev.procpool.codec;

import java.io.IOException;

/** FST would not keep this graph exact. Without a stack trace: it is an everyday answer, after which JDK takes over. */
final class FstRefusal extends IOException {

    private static final long serialVersionUID = 1;

    FstRefusal(String reason) {
        super(reason);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
