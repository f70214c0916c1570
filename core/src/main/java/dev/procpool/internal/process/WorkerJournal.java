package dev.procpool.internal.process;

import dev.procpool.bulk.JournalReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parent's end of one worker's journal.
 *
 * @param file the worker deletes it as soon as it has opened it
 */
record WorkerJournal(Path file, JournalReader reader) {

    /** @throws IOException if it cannot be made or mapped; none is left, then */
    static WorkerJournal create(WorkerWindows.NewFile newFile) throws IOException {
        Path file = newFile.create();
        try {
            return new WorkerJournal(file, JournalReader.open(file));
        } catch (IOException | RuntimeException | Error e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** If the worker has not done so; its memory goes when the garbage collector has found the mapping. */
    void deleteFile() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            Log.LOG.debug("journal {}: {}", file, e.toString());
        }
    }

    /** Gives back its memory at once, and deletes the file if the worker has not done so; once nothing is read from it. */
    void discard() {
        try {
            Files.deleteIfExists(file);
            reader.close();
        } catch (IOException e) {
            Log.LOG.debug("journal {}: {}", file, e.toString());
        }
    }

    /** Loaded by the first line that is logged: a logging library takes longer to start than a worker. */
    private static final class Log {
        static final Logger LOG = LoggerFactory.getLogger(WorkerJournal.class);
    }
}
