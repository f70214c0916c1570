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
    private static final int MOST_BYTES = 4 * 1024 * 1024;
    private static final int LONGEST_LINE = 16 * 1024;

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

    /** Every line of the last {@value #MOST_BYTES} bytes; a line that is longer than {@value #LONGEST_LINE} is cut. */
    void forEachLine(Consumer<String> action) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        // Not Files.lines: native code may print anything, and that reader refuses malformed input.
        try (var bytes = Files.newInputStream(file);
                var in = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
            long skipped = Math.max(0, Files.size(file) - MOST_BYTES);
            bytes.skipNBytes(skipped);
            if (skipped > 0) {
                action.accept("(" + skipped + " bytes before this are left out)");
            }
            var line = new StringBuilder();
            for (int c = in.read(); c >= 0; c = in.read()) {
                if (c == '\n' || line.length() == LONGEST_LINE) {
                    action.accept(line.toString());
                    line.setLength(0);
                }
                if (c != '\n' && c != '\r') {
                    line.append((char) c);
                }
            }
            if (!line.isEmpty()) {
                action.accept(line.toString());
            }
        }
    }
}
