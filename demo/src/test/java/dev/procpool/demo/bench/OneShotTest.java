package dev.procpool.demo.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OneShotTest {

    @TempDir
    private Path directory;

    private static List<String> shell(String script) {
        return List.of("/bin/sh", "-c", script);
    }

    @Test
    void theLastLineIsWhatItSays() throws Exception {
        try (var process = new OneShot("a shell")) {
            assertArrayEquals(new String[] {"12", "38"}, process.run(shell("echo a warning; echo '12  38'; echo")));
        }
    }

    @Test
    void anotherExitCodeOrSilenceIsAWrongAnswer() {
        try (var process = new OneShot("a shell")) {
            var failed = assertThrows(WrongAnswerException.class, () -> process.run(shell("echo 1; exit 3")));
            assertEquals("wrong result of a shell (exit code): expected=0, actual=3", failed.getMessage());
            var silent = assertThrows(WrongAnswerException.class, () -> process.run(shell("true")));
            assertEquals("wrong result of a shell: expected=a line, actual=nothing", silent.getMessage());
        }
    }

    @Test
    void aCommandThatIsNotThereIsAnError() {
        try (var process = new OneShot("nobody")) {
            assertThrows(IOException.class, () -> process.run(List.of("/nonexistent/command")));
        }
    }

    @Test
    void closeEndsItAndWhatItHasStarted() throws Exception {
        Path pidFile = directory.resolve("pid");
        ExecutorService caller = Executors.newSingleThreadExecutor();
        Future<String[]> running;
        ProcessHandle child;
        try (var process = new OneShot("a shell")) {
            running = caller.submit(() -> process.run(shell(
                    "sleep 600 & echo $! > " + pidFile + ".part; mv " + pidFile + ".part " + pidFile + "; wait")));
            while (!Files.exists(pidFile)) {
                Thread.onSpinWait();
            }
            child = ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip()))
                    .orElseThrow();
        } finally {
            caller.shutdown();
        }
        assertThrows(ExecutionException.class, running::get);
        child.onExit().get(30, TimeUnit.SECONDS);
        assertFalse(child.isAlive());
    }
}
