package dev.procpool.worker;

import dev.procpool.wire.OutputChannel;
import dev.procpool.wire.ToParentWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * {@code System.out} and {@code System.err} of a worker: each line goes to the parent as it is printed, tagged with the
 * task that runs; a line that is not ended goes when the task ends.
 */
final class OutputCapture {

    private final PrintStream out;
    private final PrintStream err;

    private OutputCapture(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    static OutputCapture install(ToParentWriter toParent, CurrentTask currentTask) {
        var capture = new OutputCapture(
                new Unclosable(new LineStream(OutputChannel.STDOUT, toParent, currentTask)),
                new Unclosable(new LineStream(OutputChannel.STDERR, toParent, currentTask)));
        System.setOut(capture.out);
        System.setErr(capture.err);
        return capture;
    }

    /** Sends what stands in unfinished lines. */
    void flush() {
        out.flush();
        err.flush();
    }

    /** A task may close what it prints to; the next task prints there too. */
    private static final class Unclosable extends PrintStream {

        Unclosable(LineStream lines) {
            super(lines, false, StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            flush();
        }
    }

    /** Gathers bytes to lines. PrintStream's own lock makes this one thread at a time. */
    private static final class LineStream extends OutputStream {

        private static final int LONGEST_LINE_BYTES = 64 * 1024;

        private final OutputChannel channel;
        private final ToParentWriter toParent;
        private final CurrentTask currentTask;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        LineStream(OutputChannel channel, ToParentWriter toParent, CurrentTask currentTask) {
            this.channel = channel;
            this.toParent = toParent;
            this.currentTask = currentTask;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int end = offset + length;
            int lines = end;
            while (lines > offset && bytes[lines - 1] != '\n') {
                lines--;
            }
            line.write(bytes, offset, lines - offset);
            if (lines > offset) {
                flush();
            }
            line.write(bytes, lines, end - lines);
            if (line.size() >= LONGEST_LINE_BYTES) {
                flush();
            }
        }

        /** Flushes the pipe too: what was printed must be in the parent's hands if the task kills this JVM next. */
        @Override
        public void flush() throws IOException {
            if (line.size() > 0) {
                toParent.output(currentTask.id(), channel, line.toByteArray());
                line.reset();
                toParent.flush();
            }
        }
    }
}
