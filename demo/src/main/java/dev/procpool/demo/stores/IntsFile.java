package dev.procpool.demo.stores;

import dev.procpool.shared.SharedData;
import dev.procpool.shared.SharedInts;
import java.nio.file.Path;

/** A large file of ints, and what they sum up to, with overflow. */
record IntsFile(SharedInts ints, int sum) {

    private static final int PIECE = 1 << 14;

    static IntsFile write(Path file, long bytes) {
        int length = Math.toIntExact(bytes / Integer.BYTES);
        int[] sum = new int[1];
        SharedInts ints = SharedData.writeTransient(file, SharedInts.builder(writer -> {
            int[] piece = new int[PIECE];
            for (int done = 0; done < length; done += PIECE) {
                int count = Math.min(PIECE, length - done);
                for (int i = 0; i < count; i++) {
                    piece[i] = valueAt(done + i);
                    sum[0] += piece[i];
                }
                writer.add(piece, 0, count);
            }
        }));
        return new IntsFile(ints, sum[0]);
    }

    /** Nothing that a file of zeros or a shifted one has. */
    static int valueAt(int index) {
        return (int) ((index + 1) * 0x9E3779B97F4A7C15L >>> 32);
    }
}
