package dev.procpool.internal.process;

import dev.procpool.wire.OutputChannel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.apache.commons.io.FileUtils;

/**
 * The files of one worker in its pool's directory: what is behind its descriptors 1 and 2, and the JVM's crash report.
 * Deleted at the worker's death, when their content has been told.
 */
final class WorkerFiles {

    /** {@code %p} is the JVM's own word for its pid. */
    private static final String CRASH_REPORT = "hs_err_pid%p.log";

    private static final int CRASH_REPORT_HEAD_BYTES = 4 * 1024;

    private final Path directory;
    private final WorkerLog out;
    private final WorkerLog err;

    WorkerFiles(Path directory, int worker) {
        this.directory = directory;
        this.out = new WorkerLog(directory.resolve("worker-" + worker + ".out"));
        this.err = new WorkerLog(directory.resolve("worker-" + worker + ".err"));
    }

    /** The JVM option that has it write its crash report here. */
    static String crashReportOption(Path directory) {
        return "-XX:ErrorFile=" + directory.resolve(CRASH_REPORT);
    }

    WorkerLog log(OutputChannel channel) {
        return channel == OutputChannel.STDOUT ? out : err;
    }

    /**
     * The last lines of standard error, below the beginning of the JVM's crash report if there is one. If there is neither,
     * the last lines of standard output: some of what keeps a JVM from starting is said there.
     */
    String evidence(long pid) {
        String lastWords = err.tail();
        String report = crashReportHead(pid);
        if (!report.isEmpty()) {
            return lastWords.isEmpty() ? report : report + "\n" + lastWords;
        }
        if (!lastWords.isEmpty()) {
            return lastWords;
        }
        String onStdout = out.tail();
        return onStdout.isEmpty() ? "" : "(nothing; of its stdout:)\n" + onStdout;
    }

    /** What went wrong and where, the paragraph that the report begins with, without its decoration. */
    private String crashReportHead(long pid) {
        try (InputStream in = Files.newInputStream(crashReport(pid))) {
            return new String(in.readNBytes(CRASH_REPORT_HEAD_BYTES), StandardCharsets.UTF_8)
                    .lines()
                    .takeWhile(line -> line.startsWith("#") && !line.contains("submit a bug report"))
                    .filter(line -> line.length() > 1)
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            return "";
        }
    }

    private Path crashReport(long pid) {
        return directory.resolve(CRASH_REPORT.replace("%p", Long.toString(pid)));
    }

    /** A grandchild that still prints does so into the void. */
    void delete(long pid) {
        FileUtils.deleteQuietly(out.file().toFile());
        FileUtils.deleteQuietly(err.file().toFile());
        FileUtils.deleteQuietly(crashReport(pid).toFile());
    }
}
