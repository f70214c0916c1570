package dev.procpool.bulk;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The end of a window that puts arrays into it, as much as fits. Not thread-safe.
 *
 * <p>To write to a page that shared memory has no room for would kill the process. So all pages are had before the first
 * of them is used, by {@code write}, which fails with an exception, and never given back while this process lives. If
 * they cannot be had, or would take more than half of what is free, the window takes nothing.
 */
public final class WindowWriter implements Closeable {

    /** Small enough that the reader begins soon, large enough that few announcements are needed. */
    private static final int MOST_BYTES_A_PIECE = 128 * 1024;

    /** For less room than this the pipe is as good. */
    private static final int LEAST_ROOM_BYTES = 16 * 1024;

    private enum State {
        /** Nothing has been put into it; it takes no memory. */
        UNUSED,
        /** All its pages are ours. */
        READY,
        /** It never takes anything. */
        REFUSED
    }

    private final RandomAccessFile file;
    private final MappedByteBuffer window;
    private final Pages pages;
    private final Consumer<String> whenRefused;

    private State state = State.UNUSED;

    /** Bytes that were put into the ring, from its beginning on. */
    private long written;

    private WindowWriter(RandomAccessFile file, MappedByteBuffer window, Pages pages, Consumer<String> whenRefused) {
        this.file = file;
        this.window = window;
        this.pages = pages;
        this.whenRefused = whenRefused;
    }

    /**
     * Opens a window's file, which needs no content yet. It may be deleted as soon as both ends have opened it.
     *
     * @param whenRefused told, at most once, why the window cannot be used
     * @throws IOException if it cannot be opened and mapped
     */
    public static WindowWriter open(Path path, Consumer<String> whenRefused) throws IOException {
        return open(path, new Pages(path.toAbsolutePath().getParent().toFile()), whenRefused);
    }

    static WindowWriter open(Path path, Pages pages, Consumer<String> whenRefused) throws IOException {
        var file = new RandomAccessFile(path.toFile(), "rw");
        try {
            return new WindowWriter(file, WindowFile.map(file, WindowLayout.FILE_BYTES), pages, whenRefused);
        } catch (IOException | RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    /**
     * Puts the next piece of an array into the window.
     *
     * @return how many elements it has taken; 0 if there is no room now
     */
    public int put(ArrayKind kind, Object array, int from, int count) {
        if (state != State.READY && (state == State.REFUSED || !prepare())) {
            return 0;
        }
        long wanted = Math.min(kind.bytes(count), MOST_BYTES_A_PIECE);
        int place = WindowLayout.place(written);
        long unread = written - WindowLayout.bytesRead(window);
        // Less than none, or more than all, says only a reader that does not know what it does.
        long room = unread < 0 ? 0 : WindowLayout.RING_BYTES - unread;
        if (room < Math.min(WindowLayout.aligned(wanted), LEAST_ROOM_BYTES)) {
            return 0;
        }
        int bytes = (int) Math.min(wanted, Math.min(room, WindowLayout.RING_BYTES - place));
        int elements = bytes / kind.elementBytes();
        kind.put(array, from, elements, window, WindowLayout.RING_OFFSET + place);
        written += WindowLayout.aligned(kind.bytes(elements));
        return elements;
    }

    private boolean prepare() {
        state = State.REFUSED;
        try {
            pages.claim(file, WindowLayout.FILE_BYTES);
        } catch (IOException e) {
            whenRefused.accept(e.getMessage());
            giveBack();
            return false;
        }
        state = State.READY;
        return true;
    }

    private void giveBack() {
        try {
            file.setLength(0);
        } catch (IOException e) {
            // It goes with the two processes.
        }
    }

    /** Gives the memory back, whoever still has it mapped; nothing may be put into it, or taken, any more. */
    @Override
    public void close() throws IOException {
        state = State.REFUSED;
        WindowFile.discard(file);
    }
}
