package dev.procpool.wire;

import dev.procpool.bulk.Bulk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Remembers each message as a list: its name and its fields, with bytes in a form that can be compared. */
class Recorder implements ToWorkerReader.Handler, ToParent {

    final List<List<Object>> heard = new ArrayList<>();

    private void hear(Object... message) {
        heard.add(List.of(message));
    }

    @Override
    public void configure(WorkerSettings settings) {
        hear("configure", settings);
    }

    @Override
    public void task(long taskId, int attempt, boolean timed, byte codec, byte[] body, Bulk bulk) {
        hear("task", taskId, attempt, timed, codec, ByteBuffer.wrap(body));
    }

    @Override
    public void taskWithoutRoom(long taskId, int bodyBytes) {
        hear("taskWithoutRoom", taskId, bodyBytes);
    }

    @Override
    public void cancel(long taskId, int attempt, CancelKind kind) {
        hear("cancel", taskId, attempt, kind);
    }

    @Override
    public void resend(long taskId) {
        hear("resend", taskId);
    }

    @Override
    public void release(long taskId) {
        hear("release", taskId);
    }

    @Override
    public void stop() {
        hear("stop");
    }

    @Override
    public void hello(Hello hello) {
        hear("hello", hello);
    }

    @Override
    public void started(long taskId) {
        hear("started", taskId);
    }

    @Override
    public void result(long taskId, byte codec, byte[] body, Bulk bulk, boolean retained, int ranLog2Nanos) {
        hear("result", taskId, codec, ByteBuffer.wrap(body), retained, ranLog2Nanos);
    }

    @Override
    public void failure(long taskId, Failure failure) {
        hear(
                "failure",
                taskId,
                failure.kind(),
                failure.className(),
                failure.message(),
                failure.stackTrace(),
                failure.codec(),
                ByteBuffer.wrap(failure.encoded()));
    }

    @Override
    public void undecodable(long taskId) {
        hear("undecodable", taskId);
    }

    @Override
    public void output(long taskId, OutputChannel channel, byte[] text) {
        hear("output", taskId, channel, ByteBuffer.wrap(text));
    }

    @Override
    public void nativeOutput(long taskId, OutputChannel channel, long end, byte[] text) {
        hear("nativeOutput", taskId, channel, end, ByteBuffer.wrap(text));
    }

    @Override
    public void stack(long taskId, TaskStack stack) {
        hear("stack", taskId, stack);
    }

    @Override
    public void progress(long taskId, long done, long total) {
        hear("progress", taskId, done, total);
    }
}
