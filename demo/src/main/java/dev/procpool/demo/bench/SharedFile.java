package dev.procpool.demo.bench;

import dev.procpool.shared.SharedData;
import dev.procpool.shared.SharedLongs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The large file: its content, and what workers do with it. */
public final class SharedFile {

    /** Left free on the disk for others. */
    private static final long MARGIN_BYTES = 256L << 20;

    private SharedFile() {}

    /** What stands at this place: never twice the same, and nothing that a file of zeros or a shifted one has. */
    static long valueAt(long index) {
        return (index + 1) * 0x9E3779B97F4A7C15L;
    }

    /** Why there can be no such file here; null if there can. */
    public static String whyNot(Path directory, long bytes) throws IOException {
        long free = Files.getFileStore(directory).getUsableSpace();
        return free >= bytes + MARGIN_BYTES
                ? null
                : "too little space in " + directory + ": free=" + (free >> 20) + " MiB, needed="
                        + ((bytes + MARGIN_BYTES) >> 20) + " MiB";
    }

    static SharedLongs write(Path file, long bytes) {
        long[] piece = new long[1 << 13];
        long length = bytes / Long.BYTES;
        return SharedData.write(file, SharedLongs.builder(writer -> {
            for (long done = 0; done < length; done += piece.length) {
                int count = (int) Math.min(piece.length, length - done);
                for (int i = 0; i < count; i++) {
                    piece[i] = valueAt(done + i);
                }
                writer.add(piece, 0, count);
            }
        }));
    }

    /** What {@link #sum} must give. */
    static long expectedSum(long length) {
        long sum = 0;
        for (long index = 0; index < length; index++) {
            sum += valueAt(index);
        }
        return sum;
    }

    // ---- in a worker

    /** How many nanoseconds the first read takes, and what it reads. */
    static long[] firstRead(SharedLongs data, long index) {
        long before = System.nanoTime();
        long value = data.get(index);
        return new long[] {System.nanoTime() - before, value};
    }

    /** Reads all of it. */
    static long sum(SharedLongs data) {
        long sum = 0;
        long length = data.length();
        for (long index = 0; index < length; index++) {
            sum += data.get(index);
        }
        return sum;
    }
}
