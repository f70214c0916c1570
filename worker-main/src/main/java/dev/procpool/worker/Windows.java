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
import java.nio.file.attribute.BasicFileAttributes;

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
            Object tasksKey = key(tasks);
            Object resultsKey = key(results);
            WindowReader reader = WindowReader.open(tasks);
            // Why it cannot be used makes no difference here: everything goes through the pipe, then.
            WindowWriter writer = WindowWriter.open(results, reason -> {});
            boolean ours = tasksKey.equals(key(tasks)) && resultsKey.equals(key(results));
            Files.deleteIfExists(tasks);
            Files.deleteIfExists(results);
            if (!ours) {
                // Somebody has deleted one just now, and opening it has made another, which the parent does not have.
                return false;
            }
            fromParent.window(reader);
            toParent.byReference(writer, files.leastBytes());
            return true;
        } catch (IOException | InvalidPathException e) {
            return false;
        }
    }

    /** What tells a file from a later one of its name. */
    static Object key(Path file) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        if (key == null) {
            throw new IOException("this file system does not tell its files apart: " + file);
        }
        return key;
    }
}
