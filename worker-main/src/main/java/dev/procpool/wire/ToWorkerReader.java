package dev.procpool.wire;

import java.io.IOException;

/** The worker's ear: makes calls of the parent's frames. One thread only. */
public final class ToWorkerReader {

    private final FrameReader frames;

    public ToWorkerReader(FrameReader frames) {
        this.frames = frames;
    }

    /**
     * Waits for one message and hands it to {@code handler}.
     *
     * @return false if the parent has closed the pipe, or is gone
     * @throws ProtocolException if what came is no message to a worker
     */
    public boolean read(ToWorker handler) throws IOException {
        if (!frames.next()) {
            return false;
        }
        long taskId = frames.taskId();
        switch (frames.type()) {
            case CONFIGURE -> handler.configure(WorkerSettings.fromBody(frames.body()));
            case TASK -> handler.task(taskId, frames.codec(), frames.body());
            case CANCEL -> handler.cancel(taskId);
            case RESEND -> handler.resend(taskId);
            case RELEASE -> handler.release(taskId);
            case STOP -> handler.stop();
            default -> throw frames.unexpected("a message to a worker");
        }
        return true;
    }
}
