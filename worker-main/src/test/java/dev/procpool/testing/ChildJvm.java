package dev.procpool.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of the test's own, with the test's class path, whose standard output the test reads. */
public final class ChildJvm implements AutoCloseable {

    /**
     * A prefix that gives the process a group of its own, as a terminal does, and has it hear SIGINT even where the tests
     * themselves run in the background of a shell, which ignores it. Needs Linux's coreutils and util-linux.
     */
    public static final List<String> IN_A_GROUP_THAT_HEARS_CTRL_C =
            List.of("/usr/bin/env", "--default-signal=INT", "/usr/bin/setsid", "--wait");

    private final Process process;
    private final BufferedReader out;

    private ChildJvm(Process process) {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    public static ChildJvm start(Class<?> main, String... arguments) throws IOException {
        return start(List.of(), List.of(), main, arguments);
    }

    /** @param prefix put before the command, such as {@code setsid} */
    public static ChildJvm start(List<String> prefix, List<String> jvmArgs, Class<?> main, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmArgs);
        command.addAll(List.of("-ea", "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new ChildJvm(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    public long pid() {
        return process.pid();
    }

    /** Waits for a line that begins so, and returns the rest of it. */
    public String awaitLine(String beginning) throws IOException {
        List<String> others = new ArrayList<>();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(beginning)) {
                return line.substring(beginning.length());
            }
            others.add(line);
        }
        throw new AssertionError("it ended without a line that begins with '" + beginning + "'; it said: " + others);
    }

    /** All that is yet to be read, to the end. */
    public String rest() throws IOException {
        var text = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            text.append(line).append('\n');
        }
        return text.toString();
    }

    public int awaitExit() throws InterruptedException {
        if (!process.waitFor(Patience.surely().toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("process " + pid() + " has not ended");
        }
        return process.exitValue();
    }

    /** Sends a signal to the process, or with a negative target to its group. */
    public static void signal(String name, long target) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + name, "--", Long.toString(target))
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new AssertionError("kill -" + name + " " + target + " ended with " + exit);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
