package dev.procpool.internal.process;

import dev.procpool.wire.OutputFile;
import dev.procpool.wire.OutputFile.Stop;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The file behind a worker's descriptor 1 or 2: what the JVM itself says, native code, grandchildren. A file and not a
 * pipe, so that nobody has to read it for the worker to go on. The worker reads it while it lives; what a dead worker has
 * left, and the evidence, the parent does.
 */
record WorkerLog(Path file) {

    private static final int TAIL_LINES = 20;
    private static final int TAIL_BYTES = 8 * 1024;

    /** As much as may wait for an output listener. */
    private static final int MOST_BYTES = 16 * 1024 * 1024;

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

    /** What stands behind a position, in pieces that end with a line where possible: at most the last {@value #MOST_BYTES} bytes. */
    void forEachPiece(long position, Consumer<byte[]> action) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        long begin = Math.max(position, Files.size(file) - MOST_BYTES);
        if (begin > position) {
            action.accept(
                    ("(" + (begin - position) + " bytes before this are left out)\n").getBytes(StandardCharsets.UTF_8));
        }
        try (var in = OutputFile.open(file, begin)) {
            in.readOn(Stop.AT_THE_END, (text, end) -> action.accept(text));
        }
    }
}
