package dev.procpool.bulk;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;

/**
 * The worker's end of its journal: what it has said and not sent yet its parent can read there, should the worker die.
 * {@link #said} and {@link #heard} are for one thread each, at a time.
 */
public final class JournalWriter {

    /** What may be said and not sent. */
    public static final int MOST_UNSENT_BYTES = JournalLayout.RING_BYTES;

    private final MappedByteBuffer journal;

    private JournalWriter(MappedByteBuffer journal) {
        this.journal = journal;
    }

    /** @throws IOException if the file cannot be mapped, or there is no memory for it */
    public static JournalWriter open(Path path) throws IOException {
        return open(path, new Pages(path.toFile().getAbsoluteFile().getParentFile()));
    }

    static JournalWriter open(Path path, Pages pages) throws IOException {
        try (var file = new RandomAccessFile(path.toFile(), "rw")) {
            // To write to a page that there is no memory for would kill this process.
            pages.claim(file, JournalLayout.FILE_BYTES);
            return new JournalWriter(WindowFile.map(file, JournalLayout.FILE_BYTES));
        }
    }

    /**
     * Notes bytes that are put on the stream; they count when {@link #said} says so.
     *
     * @param number of the first of them, from the beginning of the stream
     */
    public void note(long number, byte[] bytes, int from, int length) {
        int row = JournalLayout.row(number, length);
        journal.put(JournalLayout.place(number), bytes, from, row);
        journal.put(JournalLayout.place(number + row), bytes, from + row, length - row);
    }

    /** @param bytes that the stream has come to, at the end of a frame */
    public void said(long bytes) {
        JournalLayout.put(journal, JournalLayout.SAID_OFFSET, bytes);
    }

    /** @param bytes that were read from the parent, all in all */
    public void heard(long bytes) {
        JournalLayout.put(journal, JournalLayout.HEARD_OFFSET, bytes);
    }
}
