package dev.procpool.bulk;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;

/** The memory behind files in a directory of shared memory. Open for tests, which have no memory that is full. */
class Pages {

    private static final int PIECE_BYTES = 64 * 1024;

    private final File directory;

    Pages(File directory) {
        this.directory = directory;
    }

    long usableBytes() {
        return directory.getUsableSpace();
    }

    /** Not through a channel: that is closed when its thread is interrupted, as tasks are. */
    void write(RandomAccessFile file, byte[] bytes, int length) throws IOException {
        file.write(bytes, 0, length);
    }

    /**
     * Fills a file with zeros, so that it has all its pages.
     *
     * @throws IOException if they are not to be had, or would be more than half of what is free
     */
    final void claim(RandomAccessFile file, int bytes) throws IOException {
        long usable = usableBytes();
        if (usable / 2 < bytes) {
            throw new IOException("a window of " + bytes + " bytes would take more than half of what is free in "
                    + directory + ": usable=" + usable);
        }
        try {
            file.seek(0);
            byte[] zeros = new byte[PIECE_BYTES];
            for (int left = bytes; left > 0; left -= PIECE_BYTES) {
                write(file, zeros, Math.min(left, PIECE_BYTES));
            }
        } catch (IOException e) {
            throw new IOException(
                    "no room for a window of " + bytes + " bytes in " + directory + ": " + e.getMessage(), e);
        }
    }
}
