package dev.procpool.demo.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A JVM at the other end of two pipes that sends back every block it gets. One thread only, but for {@link #close}. */
final class EchoJvm implements AutoCloseable {

    private final Process process;
    private final OutputStream toEcho;
    private final InputStream fromEcho;
    private final Block block;
    private final byte[] back;

    EchoJvm(BareJvm bareJvm, int blockBytes) throws IOException {
        this.process = bareJvm.start(EchoMain.class, blockBytes);
        this.toEcho = process.getOutputStream();
        this.fromEcho = process.getInputStream();
        this.block = new Block(blockBytes);
        this.back = new byte[blockBytes];
    }

    Block block() {
        return block;
    }

    Durations exchanges(long forNanos) throws Exception {
        return Durations.repeat(forNanos, this::exchange, block::check);
    }

    private byte[] exchange(int number) throws IOException {
        EchoMain.writeFully(toEcho, block.numbered(number));
        if (!EchoMain.readFully(fromEcho, back)) {
            throw new EOFException("the echoing JVM (pid " + process.pid() + ") has ended");
        }
        return back;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
