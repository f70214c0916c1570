package dev.procpool.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar with the time left on stderr, or nothing where nobody looks. May be stepped by any thread. */
public final class Progress implements AutoCloseable {
    private static final int WIDTH = 80;

    private final String task;
    private final boolean visible;
    /** Null until {@link #total} and where nothing is shown. */
    private ProgressBar bar;

    private Progress(String task, boolean visible) {
        this.task = task;
        this.visible = visible;
    }

    static Progress onTerminal(String task, boolean quiet) {
        return new Progress(task, !quiet && stderrIsTerminal());
    }

    public static Progress none() {
        return new Progress("", false);
    }

    /** Shows the bar; to be called once, before the first step. */
    public void total(long total) {
        if (visible) {
            bar = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(total)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
                    .build();
        }
    }

    public void step(long by) {
        if (bar != null) {
            bar.stepBy(by);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }

    /** System.console() asks about stdin and stdout; the bar goes to stderr. */
    private static boolean stderrIsTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException noProcFileSystem) {
            return System.console() != null;
        }
    }
}
