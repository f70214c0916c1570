package dev.procpool.worker;

import dev.procpool.wire.OutputChannel;
import dev.procpool.wire.OutputFile;
import dev.procpool.wire.ToParentWriter;
import dev.procpool.wire.WorkerSettings;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Everything that is printed in a worker, tagged with the task that runs: each line goes to the parent as it is printed, or,
 * printed past {@code System.out} and {@code System.err}, at the next look ({@link TaskWatcher}); a line that is not
 * ended goes when the task ends.
 */
final class OutputCapture {

    private final CapturedStream out;
    private final CapturedStream err;

    private OutputCapture(CapturedStream out, CapturedStream err) {
        this.out = out;
        this.err = err;
    }

    /** Replaces {@code System.out} and {@code System.err}. */
    static OutputCapture install(WorkerSettings settings, ToParentWriter toParent, CurrentTask currentTask) {
        var out = new CapturedStream(OutputChannel.STDOUT, open(settings.outFile()), toParent, currentTask);
        var err = new CapturedStream(OutputChannel.STDERR, open(settings.errFile()), toParent, currentTask);
        System.setOut(new Unclosable(out));
        System.setErr(new Unclosable(err));
        return new OutputCapture(out, err);
    }

    /** By its path, not as descriptor 1 or 2: opened as {@code /dev/fd/1} a file is on some systems still the same opening. */
    private static OutputFile open(String path) {
        try {
            return OutputFile.open(Path.of(path), 0);
        } catch (FileNotFoundException | InvalidPathException e) {
            return null;
        }
    }

    /** Sends everything that has been printed; takes no lock that a task may hold. */
    void flush() throws IOException {
        out.sendAll();
        err.sendAll();
    }

    /**
     * Sends the lines that have been printed past {@code System.out} and {@code System.err}.
     *
     * @return whether there were any
     */
    boolean look() throws IOException {
        return out.look() | err.look();
    }

    /** A task may close what it prints to; the next task prints there too. Passes everything on at once, so has nothing to flush. */
    private static final class Unclosable extends PrintStream {

        Unclosable(CapturedStream stream) {
            super(stream, false, StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            flush();
        }
    }
}
