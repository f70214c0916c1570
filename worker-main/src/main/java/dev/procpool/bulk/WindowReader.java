package dev.procpool.bulk;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;

/** The end of a window that takes arrays out of it, in the order in which they were put there. Not thread-safe. */
public final class WindowReader implements Closeable {

    private final RandomAccessFile file;
    private final MappedByteBuffer window;

    /** Bytes that were taken from the ring, from its beginning on. */
    private long read;

    private WindowReader(RandomAccessFile file, MappedByteBuffer window) {
        this.file = file;
        this.window = window;
    }

    /** @throws IOException if the file cannot be opened and mapped */
    public static WindowReader open(Path path) throws IOException {
        var file = new RandomAccessFile(path.toFile(), "rw");
        try {
            return new WindowReader(file, WindowFile.map(file, WindowLayout.FILE_BYTES));
        } catch (IOException | RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    /** Whether a piece of this many bytes can stand in the ring where the next one is. */
    public boolean canHold(long bytes) {
        return bytes <= WindowLayout.RING_BYTES - WindowLayout.place(read);
    }

    /** Takes a piece that has been announced and {@link #canHold can be there}. */
    public void take(ArrayKind kind, Object array, int from, int count) {
        kind.get(array, from, count, window, WindowLayout.RING_OFFSET + WindowLayout.place(read));
        skip(kind.bytes(count));
    }

    /** Lets a piece go. */
    public void skip(long bytes) {
        read += WindowLayout.aligned(bytes);
        WindowLayout.putBytesRead(window, read);
    }

    /** Gives the memory back, whoever still has it mapped; nothing may be put into it, or taken, any more. */
    @Override
    public void close() throws IOException {
        WindowFile.discard(file);
    }
}
