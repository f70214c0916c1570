package dev.procpool.internal.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.testing.Patience;
import dev.procpool.wire.OutputChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** What a dead worker's files say of its death, and that they go with it. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class WorkerFilesTest {

    private static final String REPORT = """
            #
            # A fatal error has been detected by the Java Runtime Environment:
            #
            #  SIGSEGV (0xb) at pc=0x1, pid=4711, tid=4712
            #
            # If you would like to submit a bug report, please visit:
            #   https://example.org
            #

            ---------------  S U M M A R Y ------------
            """;

    private static final String HEAD = """
            # A fatal error has been detected by the Java Runtime Environment:
            #  SIGSEGV (0xb) at pc=0x1, pid=4711, tid=4712""";

    @TempDir
    private Path directory;

    private WorkerFiles files;

    @BeforeEach
    void name() {
        files = new WorkerFiles(directory, 3);
    }

    private void write(OutputChannel channel, String text) throws IOException {
        Files.writeString(files.log(channel).file(), text);
    }

    @Test
    void withoutAnyFileThereIsNoEvidence() {
        assertEquals("", files.evidence(4711));
        files.delete(4711);
    }

    @Test
    void stderrIsTheEvidence() throws IOException {
        write(OutputChannel.STDOUT, "out\n");
        write(OutputChannel.STDERR, "err\n");

        assertEquals("err", files.evidence(4711));
    }

    @Test
    void stdoutIsIfStderrIsEmpty() throws IOException {
        write(OutputChannel.STDOUT, "out\n");
        write(OutputChannel.STDERR, "");

        assertEquals("(nothing; of its stdout:)\nout", files.evidence(4711));
    }

    @Test
    void aCrashReportComesFirst() throws IOException {
        Files.writeString(directory.resolve("hs_err_pid4711.log"), REPORT);
        write(OutputChannel.STDOUT, "out\n");

        assertEquals(HEAD, files.evidence(4711));
        write(OutputChannel.STDERR, "err\n");
        assertEquals(HEAD + "\nerr", files.evidence(4711));
    }

    @Test
    void theFilesOfOneWorkerGoAndThoseOfOthersStay() throws IOException {
        Files.writeString(directory.resolve("hs_err_pid4711.log"), REPORT);
        Files.writeString(directory.resolve("hs_err_pid471.log"), REPORT);
        write(OutputChannel.STDOUT, "out\n");
        write(OutputChannel.STDERR, "err\n");
        files.delete(4711);

        try (Stream<Path> left = Files.list(directory)) {
            assertEquals(List.of(directory.resolve("hs_err_pid471.log")), left.toList());
        }
    }

    @Test
    void theOptionNamesTheSameReport() {
        String option = WorkerFiles.crashReportOption(directory);

        assertTrue(option.endsWith(directory.resolve("hs_err_pid%p.log").toString()), option);
    }
}
