package dev.procpool.demo.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Has our script measure a pool of Python's. Asked in lines, it answers in lines. */
final class PythonRunner implements Runner {

    private static final int CHUNK = 1_000;
    private static final long CLOSE_LIMIT_SECONDS = 10;

    private final Python python;
    private final Contender contender;

    /** Guarded by this. Null until the first use. */
    private Process process;

    /** Guarded by this. Once true, always true. */
    private boolean closed;

    private Writer requests;
    private BufferedReader answers;

    PythonRunner(Python python, Contender contender) {
        this.python = python;
        this.contender = contender;
    }

    @Override
    public double rttMicros(long forNanos, int taskMicros) throws Exception {
        return ask("rtt " + seconds(forNanos) + " " + taskMicros);
    }

    @Override
    public double tasksPerSecond(long forNanos, int batchTasks, int taskMicros) throws Exception {
        return ask("tasks " + seconds(forNanos) + " " + batchTasks + " " + taskMicros);
    }

    @Override
    public double mapPerSecond(int inputs) throws Exception {
        return ask("map " + inputs + " " + CHUNK);
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.6f", nanos / 1e9);
    }

    private double ask(String request) throws IOException, InterruptedException {
        Process asked = start();
        String answer;
        try {
            requests.write(request + "\n");
            requests.flush();
            answer = answers.readLine();
        } catch (IOException e) {
            // A pipe that is broken: it has ended, and says below why.
            answer = null;
        }
        if (answer == null) {
            asked.destroyForcibly();
            throw new IOException(
                    "the script ended with exit code " + asked.waitFor() + " at '" + request + "'" + lastError());
        }
        return PythonAnswer.parse(answer);
    }

    private synchronized Process start() throws IOException {
        if (closed) {
            throw new IOException("closed");
        }
        if (process == null) {
            process = new ProcessBuilder(python.command("serve", contender.key()))
                    .redirectError(python.errors(contender).toFile())
                    .start();
            requests = process.outputWriter(StandardCharsets.UTF_8);
            answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        }
        return process;
    }

    private String lastError() throws IOException {
        Path errors = python.errors(contender);
        List<String> lines = Files.exists(errors) ? Files.readAllLines(errors) : List.of();
        return lines.isEmpty() ? "" : ": " + lines.get(lines.size() - 1);
    }

    /** The end of its stdin ends it, and so its worker: one of an executor that is killed lives on for ever. */
    @Override
    public synchronized void close() {
        closed = true;
        if (process == null) {
            return;
        }
        List<ProcessHandle> children = process.descendants().toList();
        try {
            process.getOutputStream().close();
            process.waitFor(CLOSE_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (IOException e) {
            // It has ended.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
