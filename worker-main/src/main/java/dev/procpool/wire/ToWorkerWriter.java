package dev.procpool.wire;

import dev.procpool.bulk.Bulk;
import dev.procpool.bulk.WindowWriter;
import java.io.IOException;
import java.io.OutputStream;

/** The parent's pen: frames of what it says. Not thread-safe; nothing is sent before {@link #flush}. */
public final class ToWorkerWriter implements ToWorker {

    private final FrameWriter frames;

    public ToWorkerWriter(OutputStream out) {
        this.frames = new FrameWriter(out);
    }

    /** Large arrays go through this window, as far as there is room. May be called by any thread. */
    public void byReference(WindowWriter window, long leastBytes) {
        frames.byReference(window, leastBytes);
    }

    @Override
    public void configure(WorkerSettings settings) throws IOException {
        frames.frame(FrameType.CONFIGURE, FrameLayout.NO_CODEC, (byte) 0, FrameLayout.NO_TASK, settings.toBody());
    }

    @Override
    public void task(long taskId, int attempt, boolean timed, byte codec, byte[] body, Bulk bulk) throws IOException {
        byte flags = timed ? FrameLayout.FLAG_TIMED : 0;
        frames.frame(FrameType.TASK, codec, flags, (byte) attempt, taskId, body, bulk);
    }

    @Override
    public void cancel(long taskId, int attempt, CancelKind kind) throws IOException {
        frames.frame(FrameType.CANCEL, FrameLayout.NO_CODEC, kind.code(), (byte) attempt, taskId, new byte[0]);
    }

    @Override
    public void resend(long taskId) throws IOException {
        frames.frame(FrameType.RESEND, taskId);
    }

    @Override
    public void release(long taskId) throws IOException {
        frames.frame(FrameType.RELEASE, taskId);
    }

    @Override
    public void stop() throws IOException {
        frames.frame(FrameType.STOP, FrameLayout.NO_TASK);
    }

    /** What it has been given to send, in bytes, sent or not; what went through a window not included. */
    public long bytesGiven() {
        return frames.bytesGiven();
    }

    public void flush() throws IOException {
        frames.flush();
    }
}
