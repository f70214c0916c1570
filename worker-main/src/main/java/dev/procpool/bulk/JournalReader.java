package dev.procpool.bulk;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;

/** The parent's end of a worker's journal. Thread-safe but for {@link #read}, which is for one thread. */
public final class JournalReader implements Closeable {

    private final RandomAccessFile file;
    private final MappedByteBuffer journal;

    private JournalReader(RandomAccessFile file, MappedByteBuffer journal) {
        this.file = file;
        this.journal = journal;
    }

    /** @throws IOException if the file cannot be opened and mapped */
    public static JournalReader open(Path path) throws IOException {
        var file = new RandomAccessFile(path.toFile(), "rw");
        try {
            return new JournalReader(file, WindowFile.map(file, JournalLayout.FILE_BYTES));
        } catch (IOException | RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    /** How many bytes the worker has read from its pipe. */
    public long heard() {
        return JournalLayout.get(journal, JournalLayout.HEARD_OFFSET);
    }

    /**
     * Reads on where the stream of a worker that has died has ended.
     *
     * @param received how many bytes have come by then
     * @return how many have been read; -1 if the worker had sent all that it had said
     */
    public int read(long received, byte[] target, int offset, int length) {
        long unsent = JournalLayout.get(journal, JournalLayout.SAID_OFFSET) - received;
        // More than there is room for says only a worker that does not know what it does.
        if (unsent <= 0 || unsent > JournalLayout.RING_BYTES) {
            return -1;
        }
        int count = JournalLayout.row(received, (int) Math.min(unsent, length));
        journal.get(JournalLayout.place(received), target, offset, count);
        return count;
    }

    /** Gives the memory back, once the worker has ended; nothing may be asked any more. */
    @Override
    public void close() throws IOException {
        WindowFile.discard(file);
    }
}
