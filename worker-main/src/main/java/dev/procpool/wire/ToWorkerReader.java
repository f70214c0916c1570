package dev.procpool.wire;

import java.io.IOException;

/** The worker's ear: makes calls of the parent's frames. One thread only. */
public final class ToWorkerReader {

    /** Who is told what the parent says, and what could not be taken of it. */
    public interface Handler extends ToWorker {

        /** A task came whose body found no room in this JVM's heap; it has been skipped, and the next message follows. */
        void taskWithoutRoom(long taskId, int bodyBytes);
    }

    private final FrameReader frames;

    public ToWorkerReader(FrameReader frames) {
        this.frames = frames;
    }

    /** Whether a message has come, so that {@link #read} will not wait for it. */
    public boolean hasMessage() {
        return frames.hasFrame();
    }

    /** Whether a message has come, or a part of one. */
    public boolean isReady() throws IOException {
        return frames.hasBytes();
    }

    /**
     * Waits for one message and hands it to {@code handler}.
     *
     * @return false if the parent has closed the pipe, or is gone
     * @throws OutOfMemoryError if there is no memory for a message that is not a task
     * @throws ProtocolException if what came is no message to a worker
     */
    public boolean read(Handler handler) throws IOException {
        if (!frames.next()) {
            return false;
        }
        long taskId = frames.taskId();
        switch (frames.type()) {
            case CONFIGURE -> handler.configure(WorkerSettings.fromBody(frames.body()));
            case TASK -> {
                if (frames.hasBody()) {
                    handler.task(
                            taskId,
                            frames.tries(),
                            frames.hasFlag(FrameLayout.FLAG_TIMED),
                            frames.codec(),
                            frames.body(),
                            frames.bulk());
                } else {
                    handler.taskWithoutRoom(taskId, frames.bodyLength());
                }
            }
            case CANCEL -> handler.cancel(taskId, frames.tries(), CancelKind.of(frames.flags()));
            case RESEND -> handler.resend(taskId);
            case RELEASE -> handler.release(taskId);
            case STOP -> handler.stop();
            default -> throw frames.unexpected("a message to a worker");
        }
        return true;
    }
}
