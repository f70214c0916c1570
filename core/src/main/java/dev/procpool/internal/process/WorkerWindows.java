package dev.procpool.internal.process;

import dev.procpool.bulk.WindowReader;
import dev.procpool.bulk.WindowWriter;
import dev.procpool.wire.WindowFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parent's ends of the windows to one worker.
 *
 * @param tasks the file of the window for tasks; the worker deletes it as soon as it has opened it
 * @param results the file of the window for results, likewise
 */
record WorkerWindows(Path tasks, Path results, WindowWriter toWorker, WindowReader fromWorker) {

    @FunctionalInterface
    interface NewFile {
        Path create() throws IOException;
    }

    /**
     * @param file makes a file that nobody else can read
     * @param whenRefused told, at most once, why arrays cannot go by reference after all
     * @throws IOException if one of them cannot be made or mapped; none is left, then
     */
    static WorkerWindows create(NewFile file, Consumer<String> whenRefused) throws IOException {
        Path tasks = file.create();
        try {
            Path results = file.create();
            try {
                WindowWriter toWorker = WindowWriter.open(tasks, whenRefused);
                try {
                    return new WorkerWindows(tasks, results, toWorker, WindowReader.open(results));
                } catch (IOException | RuntimeException | Error e) {
                    toWorker.close();
                    throw e;
                }
            } catch (IOException | RuntimeException | Error e) {
                Files.deleteIfExists(results);
                throw e;
            }
        } catch (IOException | RuntimeException | Error e) {
            Files.deleteIfExists(tasks);
            throw e;
        }
    }

    /** What the worker is told. */
    WindowFiles files(long leastBytes) {
        return new WindowFiles(tasks.toString(), results.toString(), leastBytes);
    }

    /**
     * Gives back their memory at once, and not when the garbage collector finds them, and deletes the files if the worker has
     * not done so. By whoever reads from {@link #fromWorker}.
     *
     * @param writing held by whoever puts something into {@link #toWorker}, in which case that one is left to the collector
     */
    void discard(Lock writing) {
        try {
            Files.deleteIfExists(tasks);
            Files.deleteIfExists(results);
            fromWorker.close();
            if (writing.tryLock()) {
                try {
                    toWorker.close();
                } finally {
                    writing.unlock();
                }
            }
        } catch (IOException e) {
            Log.LOG.debug("windows {} and {}: {}", tasks, results, e.toString());
        }
    }

    /** Loaded by the first line that is logged: a logging library takes longer to start than a worker. */
    private static final class Log {
        static final Logger LOG = LoggerFactory.getLogger(WorkerWindows.class);
    }
}
