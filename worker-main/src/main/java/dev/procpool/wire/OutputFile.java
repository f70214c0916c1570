package dev.procpool.wire;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The file behind a worker's descriptor 1 or 2, read piece by piece while others add to it: by the worker, and from where
 * the worker stopped by the parent. Not thread-safe.
 *
 * <p>Not a {@code FileChannel}: that is closed when a thread that uses it is interrupted, as tasks are.
 */
public final class OutputFile implements Closeable {

    /** The longest piece. */
    public static final int PIECE_BYTES = 64 * 1024;

    /** Where reading may stop, although there is more in the file. */
    public enum Stop {
        /** At the end of a line: the rest of an unfinished one waits. */
        BEHIND_A_LINE,
        /** Anywhere but inside a character: the rest of one waits. */
        BEHIND_A_CHARACTER,
        /** At the end of the file only. */
        AT_THE_END
    }

    /** Who gets what is read. */
    @FunctionalInterface
    public interface Sink {

        /**
         * @param text ends with a line where possible; else, the last piece of all apart, not inside a character
         * @param end the position in the file behind it
         */
        void take(byte[] text, long end) throws IOException;
    }

    private final RandomAccessFile file;
    private long position;

    /** Null until there is something to be read: most workers' files stay empty. */
    private byte[] buffer;

    private OutputFile(RandomAccessFile file, long position) {
        this.file = file;
        this.position = position;
    }

    /** @param position what stands before it is not read */
    public static OutputFile open(Path path, long position) throws FileNotFoundException {
        return new OutputFile(new RandomAccessFile(path.toFile(), "r"), position);
    }

    /**
     * Reads what has been added since the last time. What is added meanwhile is left for the next: so this ends, however
     * fast somebody writes. A file that cannot be read is as one to which nothing is added.
     *
     * @throws IOException from {@code sink}
     */
    public void readOn(Stop stop, Sink sink) throws IOException {
        long length = length();
        if (length < position) {
            // Somebody has emptied it, as a shell does for "> /dev/stderr".
            position = 0;
        }
        while (position < length) {
            int size = cut(read(length), stop);
            if (size == 0) {
                return;
            }
            byte[] text = Arrays.copyOf(buffer, size);
            position += size;
            sink.take(text, position);
        }
    }

    private long length() {
        try {
            return file.length();
        } catch (IOException e) {
            return position;
        }
    }

    /** @return how many bytes there are in the buffer now */
    private int read(long length) {
        if (buffer == null) {
            buffer = new byte[PIECE_BYTES];
        }
        int wanted = (int) Math.min(length - position, PIECE_BYTES);
        int count = 0;
        try {
            file.seek(position);
            for (int n = 0; n >= 0 && count < wanted; count += Math.max(0, n)) {
                n = file.read(buffer, count, wanted - count);
            }
        } catch (IOException e) {
            // What has been read is good.
        }
        return count;
    }

    /** How much of the buffer makes a piece. */
    private int cut(int count, Stop stop) {
        boolean full = count == PIECE_BYTES;
        if (full || stop == Stop.BEHIND_A_LINE) {
            int lines = behindLastLine(count);
            if (lines > 0 || !full) {
                return lines;
            }
        }
        return full || stop == Stop.BEHIND_A_CHARACTER ? Utf8.wholeCharacters(buffer, count) : count;
    }

    private int behindLastLine(int count) {
        int end = count;
        while (end > 0 && buffer[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
