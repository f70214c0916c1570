package dev.procpool.demo.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Processes that say something in one line and end, one after the other. One thread only, but for {@link #close}, which
 * ends the one that runs and what it has started.
 */
public final class OneShot implements AutoCloseable {

    private final String what;

    /** The one that runs now, or the last one; null before the first. */
    private volatile Process process;

    /** Once true, always true. */
    private volatile boolean closed;

    /** @param what it is, for messages */
    public OneShot(String what) {
        this.what = what;
    }

    /**
     * Runs a process to its end.
     *
     * @return the words of the last line it said
     * @throws WrongAnswerException if it ended with another exit code than 0, or said nothing
     */
    public String[] run(List<String> command) throws IOException, InterruptedException, WrongAnswerException {
        Process started = BareJvm.start(command);
        process = started;
        try {
            if (closed) {
                throw new IllegalStateException("closed");
            }
            byte[] said = started.getInputStream().readAllBytes();
            WrongAnswerException.unlessEqual(what + " (exit code)", 0, started.waitFor());
            String last = new String(said, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .reduce("", (line, next) -> next);
            if (last.isEmpty()) {
                throw new WrongAnswerException(what, "a line", "nothing");
            }
            return last.strip().split(" +");
        } finally {
            end(started);
        }
    }

    private static void end(Process process) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        closed = true;
        Process last = process;
        if (last != null) {
            end(last);
        }
    }
}
