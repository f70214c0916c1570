package dev.procpool.worker;

import dev.procpool.bulk.Bulk;
import dev.procpool.wire.Failure;
import dev.procpool.wire.FrameReader;
import dev.procpool.wire.Hello;
import dev.procpool.wire.OutputChannel;
import dev.procpool.wire.TaskStack;
import dev.procpool.wire.ToParent;
import dev.procpool.wire.ToParentReader;
import dev.procpool.wire.ToParentWriter;
import dev.procpool.wire.WindowFiles;
import dev.procpool.wire.WorkerSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The other end of a worker's pipe, in memory: understands what has been flushed to it. */
final class Parent {

    /** Of a worker whose output files cannot be opened. */
    static final WorkerSettings SETTINGS = new WorkerSettings(
            "test", 1, (byte) 1, 1 << 20, "/nowhere/out", "/nowhere/err", WindowFiles.NONE, "", 0, Map.of());

    /** What a worker said. */
    sealed interface Heard {}

    record Started(long task) implements Heard {}

    record Undecodable(long task) implements Heard {}

    record Printed(long task, OutputChannel channel, String text) implements Heard {}

    record Natively(long task, OutputChannel channel, long end, String text) implements Heard {}

    record Failed(long task, Failure failure) implements Heard {}

    record Stack(long task, TaskStack stack) implements Heard {}

    record Progress(long task, long done, long total) implements Heard {}

    record Value(long task, byte codec, byte[] body, Bulk bulk, boolean retained) implements Heard {}

    private final ByteArrayOutputStream pipe = new ByteArrayOutputStream();
    private final ToParentWriter writer = new ToParentWriter(pipe);

    Parent() {
        try {
            writer.hello(new Hello(Hello.PROTOCOL_VERSION, 1, false, false));
            writer.flush();
        } catch (IOException e) {
            throw new AssertionError("memory only", e);
        }
    }

    /** What the worker writes with. */
    ToParentWriter writer() {
        return writer;
    }

    /** A task to be begun with. */
    RunningTask running(long id) {
        return running(id, 1);
    }

    RunningTask running(long id, int attempt) {
        return new RunningTask(id, attempt, 1, writer);
    }

    List<Heard> heard() throws IOException {
        List<Heard> heard = new ArrayList<>();
        var reader =
                new ToParentReader(new FrameReader(new ByteArrayInputStream(pipe.toByteArray()), Integer.MAX_VALUE));
        reader.awaitMagic();
        var handler = new Handler(heard);
        boolean open = true;
        while (open) {
            open = reader.read(handler);
        }
        return heard;
    }

    private record Handler(List<Heard> heard) implements ToParent {

        @Override
        public void hello(Hello hello) {}

        @Override
        public void started(long taskId) {
            heard.add(new Started(taskId));
        }

        @Override
        public void result(long taskId, byte codec, byte[] body, Bulk bulk, boolean retained, int ranLog2Nanos) {
            heard.add(new Value(taskId, codec, body, bulk, retained));
        }

        @Override
        public void failure(long taskId, Failure failure) {
            heard.add(new Failed(taskId, failure));
        }

        @Override
        public void undecodable(long taskId) {
            heard.add(new Undecodable(taskId));
        }

        @Override
        public void output(long taskId, OutputChannel channel, byte[] text) {
            heard.add(new Printed(taskId, channel, new String(text, StandardCharsets.UTF_8)));
        }

        @Override
        public void nativeOutput(long taskId, OutputChannel channel, long end, byte[] text) {
            heard.add(new Natively(taskId, channel, end, new String(text, StandardCharsets.UTF_8)));
        }

        @Override
        public void stack(long taskId, TaskStack stack) {
            heard.add(new Stack(taskId, stack));
        }

        @Override
        public void progress(long taskId, long done, long total) {
            heard.add(new Progress(taskId, done, total));
        }
    }
}
