package dev.procpool.demo.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.procpool.demo.bench.Answers;
import dev.procpool.demo.bench.OneShot;
import dev.procpool.internal.process.PrivateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With the system's Python where there is one, and with shell scripts in place of one that misbehaves. */
@Timeout(120)
class PythonRunnerTest {

    @TempDir
    private Path directory;

    private final PrivateDirectory scratch = PrivateDirectory.create();

    @AfterEach
    void deleteScratch() {
        scratch.close();
    }

    private Python python() throws InterruptedException {
        var python = new Python("python3", scratch);
        assumeTrue(python.whyNot().isEmpty(), "no python3 here");
        return python;
    }

    /** An interpreter that runs this instead of our script. */
    private Python misbehaving(String shellScript) throws IOException {
        Path interpreter = Files.writeString(directory.resolve("python3"), "#!/bin/sh\n" + shellScript + "\n");
        Files.setPosixFilePermissions(interpreter, PosixFilePermissions.fromString("rwx------"));
        return new Python(interpreter.toString(), scratch);
    }

    @ParameterizedTest
    @EnumSource(names = {"EXECUTOR", "MULTIPROCESSING"})
    void measuresAllThereIs(Contender contender) throws Exception {
        try (var runner = new PythonRunner(python(), contender)) {
            double trivial = runner.rttMicros(1, 0);
            double busy = runner.rttMicros(1, 20_000);
            assertTrue(trivial > 0 && busy >= 20_000, () -> trivial + ", " + busy);
            assertTrue(runner.tasksPerSecond(1, 10, 0) > 0);
            // One worker cannot do more.
            assertTrue(runner.tasksPerSecond(1, 10, 1_000) <= 1_000);
            assertTrue(runner.mapPerSecond(2_500) > 0);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EXECUTOR", "MULTIPROCESSING"})
    void theFirstResultComesWithItsTime(Contender contender) throws Exception {
        try (var process = new OneShot("python")) {
            String[] said = process.run(python().command("first", contender.key(), "3"));

            assertTrue(Long.parseLong(said[0]) > 0);
            assertEquals(Integer.toString(Answers.to(3)), said[1]);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EXECUTOR", "MULTIPROCESSING"})
    void closeLeavesNoProcess(Contender contender) throws Exception {
        Python python = python();
        List<ProcessHandle> started;
        try (var runner = new PythonRunner(python, contender)) {
            runner.rttMicros(1, 0);
            started = ProcessHandle.current()
                    .descendants()
                    .filter(process -> process.info()
                            .arguments()
                            .map(arguments -> List.of(arguments).contains(contender.key()))
                            .orElse(false))
                    .toList();
        }
        assertTrue(started.size() >= 2, started::toString);
        for (ProcessHandle process : started) {
            process.onExit().get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void anInterpreterThatIsNotThereIsNotFound() throws Exception {
        assertEquals(Optional.of("no-such-python not found"), new Python("no-such-python", scratch).whyNot());
    }

    @Test
    void anInterpreterThatDoesNotRunSaysItsExitCode() throws Exception {
        Python python = misbehaving("exit 127");

        assertTrue(
                python.whyNot().orElseThrow().endsWith(" does not run: --version ended with exit code 127"),
                python.whyNot()::toString);
    }

    @Test
    void aScriptThatEndsSaysWhy() throws Exception {
        try (var runner =
                new PythonRunner(misbehaving("echo Traceback >&2; echo 'no module' >&2; exit 3"), Contender.EXECUTOR)) {
            var e = assertThrows(IOException.class, () -> runner.mapPerSecond(10));

            assertEquals("the script ended with exit code 3 at 'map 10 1000': no module", e.getMessage());
        }
    }

    @Test
    void garbageIsQuoted() throws Exception {
        try (var runner = new PythonRunner(misbehaving("read line; echo hello"), Contender.EXECUTOR)) {
            var e = assertThrows(IOException.class, () -> runner.rttMicros(1_000_000, 5));

            assertTrue(e.getMessage().endsWith(" but 'hello'"), e::getMessage);
        }
    }

    @Test
    void aWrongResultInTheScriptFailsTheMeasurement() throws Exception {
        python();
        Path script = Path.of(new Python("python3", scratch).command().get(1));
        String honest = Files.readString(script);
        String lying = honest.replaceFirst("return number \\* 31 \\+ 7", "return number * 31 + 8");
        assertTrue(!lying.equals(honest));
        Files.writeString(script, lying);
        try (var runner = new PythonRunner(new Python("python3", scratch), Contender.MULTIPROCESSING)) {
            var e = assertThrows(IOException.class, () -> runner.rttMicros(1, 0));

            assertTrue(e.getMessage().endsWith(": ValueError: wrong result of task 0: 8"), e::getMessage);
        }
    }
}
