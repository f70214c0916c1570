package dev.procpool.wire;

import dev.procpool.bulk.Bulk;
import dev.procpool.bulk.JournalWriter;
import dev.procpool.bulk.WindowWriter;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The worker's pen: frames of what it says. Thread-safe, because a task may print from any thread; nothing is sent
 * before {@link #flush}.
 */
public final class ToParentWriter implements ToParent {

    /** Guarded by this. */
    private final FrameWriter frames;

    /** Written before the first task. */
    private volatile boolean journaled;

    public ToParentWriter(OutputStream out) {
        this.frames = new FrameWriter(out);
    }

    /** Large arrays go through this window, as far as there is room. Before the first of them. */
    public void byReference(WindowWriter window, long leastBytes) {
        frames.byReference(window, leastBytes);
    }

    /** Says HELLO and sends it; what is said after that is noted there until it is sent. Nothing comes in between. */
    public synchronized void hello(Hello hello, JournalWriter journal) throws IOException {
        hello(hello);
        frames.journal(journal);
        journaled = true;
    }

    /** Also writes the magic bytes, so it must be the first message. */
    @Override
    public synchronized void hello(Hello hello) throws IOException {
        frames.raw(FrameLayout.magic());
        frames.frame(FrameType.HELLO, FrameLayout.NO_CODEC, (byte) 0, FrameLayout.NO_TASK, hello.toBody());
    }

    @Override
    public synchronized void started(long taskId) throws IOException {
        frames.frame(FrameType.STARTED, taskId);
    }

    @Override
    public synchronized void result(long taskId, byte codec, byte[] body, Bulk bulk, boolean retained, int ranLog2Nanos)
            throws IOException {
        byte flags = retained ? FrameLayout.FLAG_RETAINED : 0;
        frames.frame(FrameType.RESULT, codec, flags, (byte) ranLog2Nanos, taskId, body, bulk);
    }

    @Override
    public synchronized void failure(long taskId, Failure failure) throws IOException {
        frames.frame(FrameType.FAILURE, FrameLayout.NO_CODEC, (byte) 0, taskId, failure.toBody());
    }

    @Override
    public synchronized void undecodable(long taskId) throws IOException {
        frames.frame(FrameType.UNDECODABLE, taskId);
    }

    @Override
    public synchronized void output(long taskId, OutputChannel channel, byte[] text) throws IOException {
        frames.frame(FrameType.OUTPUT, FrameLayout.NO_CODEC, flags(channel), taskId, text);
    }

    @Override
    public synchronized void nativeOutput(long taskId, OutputChannel channel, long end, byte[] text)
            throws IOException {
        byte[] body = new BodyWriter().putLong(end).putBytes(text).toBytes();
        frames.frame(FrameType.NATIVE_OUTPUT, FrameLayout.NO_CODEC, flags(channel), taskId, body);
    }

    private static byte flags(OutputChannel channel) {
        return channel == OutputChannel.STDERR ? FrameLayout.FLAG_STDERR : 0;
    }

    @Override
    public synchronized void stack(long taskId, TaskStack stack) throws IOException {
        frames.frame(FrameType.STACK, FrameLayout.NO_CODEC, (byte) 0, taskId, stack.toBody());
    }

    @Override
    public synchronized void progress(long taskId, long done, long total) throws IOException {
        frames.frame(FrameType.PROGRESS, FrameLayout.NO_CODEC, (byte) 0, taskId, new Progress(done, total).toBody());
    }

    /** Sends what has been said. */
    public synchronized void flush() throws IOException {
        frames.flush();
    }

    /** Whether the parent hears, even if this process dies now, what has been said and not been sent. */
    public boolean isJournaled() {
        return journaled;
    }
}
