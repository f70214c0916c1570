package dev.procpool.worker;

import dev.procpool.wire.OutputChannel;
import dev.procpool.wire.OutputFile;
import dev.procpool.wire.OutputFile.Stop;
import dev.procpool.wire.ToParentWriter;
import dev.procpool.wire.Utf8;
import java.io.IOException;
import java.io.OutputStream;

/**
 * One stream of this worker's output, which comes in two ways: through {@code System.out}, and past it through the
 * descriptor, whose file is read here. What has been added to that file is sent before whatever is printed next, so the
 * parent gets the bytes of both in the order in which they were printed.
 *
 * <p>Thread-safe by a lock of its own, under which no code of the user's runs: that of {@code System.out} may be held by a
 * thread that a task has left behind.
 */
final class CapturedStream extends OutputStream {

    private static final int LONGEST_LINE_BYTES = 64 * 1024;

    private final OutputChannel channel;
    private final ToParentWriter toParent;
    private final CurrentTask currentTask;
    private final Object lock = new Object();

    /** Null if the file could not be opened: then the parent reads it when this worker has died. Guarded by lock. */
    private final OutputFile file;

    /** What was printed through {@code System.out} and is yet to be sent, up to {@link #pending}. Guarded by lock. */
    private final byte[] line = new byte[LONGEST_LINE_BYTES];

    /** Guarded by lock. */
    private int pending;

    /** Whether frames wait for a flush of the pipe. Guarded by lock. */
    private boolean unflushed;

    CapturedStream(OutputChannel channel, OutputFile file, ToParentWriter toParent, CurrentTask currentTask) {
        this.channel = channel;
        this.file = file;
        this.toParent = toParent;
        this.currentTask = currentTask;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    /** Lines are in the parent's hands when this returns, for the task may end this JVM next. */
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        synchronized (lock) {
            sendAdded(Stop.BEHIND_A_CHARACTER);
            int done = 0;
            while (done < length) {
                int count = Math.min(length - done, line.length - pending);
                System.arraycopy(bytes, offset + done, line, pending, count);
                pending += count;
                done += count;
                sendLines();
            }
            flushPipe();
        }
    }

    /** Sends what stands in an unfinished line. */
    @Override
    public void flush() throws IOException {
        sendAll(Stop.BEHIND_A_CHARACTER);
    }

    /** Sends everything that was printed in either way. */
    void sendAll() throws IOException {
        sendAll(Stop.AT_THE_END);
    }

    private void sendAll(Stop stop) throws IOException {
        synchronized (lock) {
            // When this line began, nothing had been added that was not sent: what has been added came later.
            send(stop == Stop.AT_THE_END ? pending : Utf8.wholeCharacters(line, pending));
            sendAdded(stop);
            flushPipe();
        }
    }

    /**
     * Sends the lines that were printed past {@code System.out}.
     *
     * @return whether there were any
     */
    boolean look() throws IOException {
        synchronized (lock) {
            sendAdded(Stop.BEHIND_A_LINE);
            boolean found = unflushed;
            flushPipe();
            return found;
        }
    }

    private void sendAdded(Stop stop) throws IOException {
        if (file != null) {
            file.readOn(stop, (text, end) -> {
                send(Utf8.wholeCharacters(line, pending));
                toParent.nativeOutput(currentTask.id(), channel, end, text);
                unflushed = true;
            });
        }
    }

    private void sendLines() throws IOException {
        int end = pending;
        while (end > 0 && line[end - 1] != '\n') {
            end--;
        }
        send(end == 0 && pending == line.length ? Utf8.wholeCharacters(line, pending) : end);
    }

    private void send(int count) throws IOException {
        if (count > 0) {
            byte[] text = new byte[count];
            System.arraycopy(line, 0, text, 0, count);
            toParent.output(currentTask.id(), channel, text);
            System.arraycopy(line, count, line, 0, pending - count);
            pending -= count;
            unflushed = true;
        }
    }

    private void flushPipe() throws IOException {
        if (unflushed) {
            toParent.flush();
            unflushed = false;
        }
    }
}
