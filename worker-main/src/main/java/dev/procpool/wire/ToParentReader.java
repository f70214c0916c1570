package dev.procpool.wire;

import java.io.EOFException;
import java.io.IOException;

/** The parent's ear for one worker: makes calls of the worker's frames. One thread only. */
public final class ToParentReader {

    private final FrameReader frames;

    public ToParentReader(FrameReader frames) {
        this.frames = frames;
    }

    /**
     * Waits for the worker's magic bytes.
     *
     * @return what was printed before them by the JVM or a wrapper script, to be shown as output
     * @throws EOFException if the worker ended without them
     */
    public byte[] awaitMagic() throws IOException {
        return frames.skipPastMagic();
    }

    /** Whether a message has come, so that {@link #read} will not wait for it. */
    public boolean hasMessage() {
        return frames.hasFrame();
    }

    /** Takes what has come, without waiting for more. @return whether a message is there */
    public boolean takeWhatHasCome() throws IOException {
        return frames.takeWhatHasCome();
    }

    /**
     * Waits for one message and hands it to {@code handler}.
     *
     * @return false if the worker has closed its end, as it does when it dies
     * @throws ProtocolException if what came is no message from a worker
     */
    public boolean read(ToParent handler) throws IOException {
        if (!frames.next()) {
            return false;
        }
        long taskId = frames.taskId();
        switch (frames.type()) {
            case HELLO -> handler.hello(Hello.fromBody(frames.body()));
            case STARTED -> handler.started(taskId);
            case RESULT ->
                handler.result(
                        taskId,
                        frames.codec(),
                        frames.body(),
                        frames.bulk(),
                        frames.hasFlag(FrameLayout.FLAG_RETAINED),
                        frames.tries());
            case FAILURE -> handler.failure(taskId, Failure.fromBody(frames.body()));
            case UNDECODABLE -> handler.undecodable(taskId);
            case OUTPUT -> handler.output(taskId, channel(), frames.body());
            case NATIVE_OUTPUT -> {
                var body = new BodyReader(frames.body());
                handler.nativeOutput(taskId, channel(), body.getLong(), body.getBytes());
            }
            case STACK -> handler.stack(taskId, TaskStack.fromBody(frames.body()));
            case PROGRESS -> {
                Progress progress = Progress.fromBody(frames.body());
                handler.progress(taskId, progress.done(), progress.total());
            }
            default -> throw frames.unexpected("a message from a worker");
        }
        return true;
    }

    private OutputChannel channel() {
        return frames.hasFlag(FrameLayout.FLAG_STDERR) ? OutputChannel.STDERR : OutputChannel.STDOUT;
    }
}
