package dev.procpool.internal.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The file behind a worker's descriptors 1 and 2: what the JVM itself says, native code, grandchildren. A file and not a
 * pipe, so that nobody has to read it for the worker to go on.
 */
record WorkerLog(Path file) {

    private static final int TAIL_LINES = 20;
    private static final int TAIL_BYTES = 8 * 1024;

    /** The last lines, at most {@value #TAIL_LINES} of them and {@value #TAIL_BYTES} bytes; empty if there are none. */
    String tail() {
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            // Asked once: a grandchild that lives on may write to it, or cut it, at any time.
            long length = in.length();
            byte[] bytes = new byte[(int) Math.min(length, TAIL_BYTES)];
            in.seek(length - bytes.length);
            in.readFully(bytes);
            List<String> lines =
                    new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return lines.stream().skip(Math.max(0, lines.size() - TAIL_LINES)).collect(Collectors.joining("\n"));
        } catch (IOException e) {
            // Evidence is welcome, not required; a worker that never started has none.
            return "";
        }
    }

    void forEachLine(Consumer<String> action) throws IOException {
        if (Files.exists(file)) {
            // Not Files.lines: native code may print anything, and that reader refuses malformed input.
            try (var in =
                    new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    action.accept(line);
                }
            }
        }
    }
}
