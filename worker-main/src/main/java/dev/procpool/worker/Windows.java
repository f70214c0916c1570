package dev.procpool.worker;

import dev.procpool.bulk.WindowReader;
import dev.procpool.bulk.WindowWriter;
import dev.procpool.wire.FrameReader;
import dev.procpool.wire.ToParentWriter;
import dev.procpool.wire.WindowFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** This worker's ends of the windows to its parent. */
final class Windows {

    private Windows() {}

    /**
     * Opens these windows, if there are any and it can be done, and deletes their files: from then on the
     * memory goes with the two processes, whatever becomes of them.
     *
     * @return whether large arrays may come and go by reference
     */
    static boolean open(WindowFiles files, FrameReader fromParent, ToParentWriter toParent) {
        if (!files.exist()) {
            return false;
        }
        try {
            Path tasks = Path.of(files.tasks());
            Path results = Path.of(files.results());
            // Each is opened only if it exists: opening it would make one that nobody else has.
            if (!Files.exists(tasks) || !Files.exists(results)) {
                return false;
            }
            WindowReader reader = WindowReader.open(tasks);
            // Why it cannot be used makes no difference here: everything goes through the pipe, then.
            WindowWriter writer = WindowWriter.open(results, reason -> {});
            Files.deleteIfExists(tasks);
            Files.deleteIfExists(results);
            fromParent.window(reader);
            toParent.byReference(writer, files.leastBytes());
            return true;
        } catch (IOException | InvalidPathException e) {
            return false;
        }
    }
}
