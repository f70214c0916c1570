package dev.procpool.bulk;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;

/** What both ends of a window, or of a journal, do with its file. */
final class WindowFile {

    private WindowFile() {}

    /** Takes no memory: what has not been written has no pages. */
    static MappedByteBuffer map(RandomAccessFile file, int bytes) throws IOException {
        if (file.length() < bytes) {
            file.setLength(bytes);
        }
        return file.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, bytes);
    }

    /** Gives its pages back now; the mapping itself goes when the garbage collector finds it. */
    static void discard(RandomAccessFile file) throws IOException {
        if (file.getChannel().isOpen()) {
            try (file) {
                file.setLength(0);
            }
        }
    }
}
