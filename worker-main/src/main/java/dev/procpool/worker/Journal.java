package dev.procpool.worker;

import dev.procpool.bulk.JournalWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** This worker's journal. */
final class Journal {

    private Journal() {}

    /**
     * Opens it, if there is one and it can be done, and deletes its file: from then on the memory goes with the two
     * processes.
     *
     * @param file empty if there is none
     */
    static Optional<JournalWriter> open(String file) {
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            Path path = Path.of(file);
            Object key = Windows.key(path);
            JournalWriter journal = JournalWriter.open(path);
            // If somebody has deleted it just now, opening it has made another, which the parent does not have.
            boolean ours = key.equals(Windows.key(path));
            Files.deleteIfExists(path);
            return ours ? Optional.of(journal) : Optional.empty();
        } catch (IOException | InvalidPathException e) {
            // Everything is sent at once, then.
            return Optional.empty();
        }
    }
}
