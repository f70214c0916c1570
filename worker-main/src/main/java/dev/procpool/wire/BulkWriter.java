package dev.procpool.wire;

import dev.procpool.bulk.ArrayKind;
import dev.procpool.bulk.Bulk;
import dev.procpool.bulk.WindowWriter;
import java.io.IOException;
import java.lang.reflect.Array;

/** Writes what {@link BulkLayout} shows. */
final class BulkWriter {

    /** Where arrays of a certain size go first. */
    record ByReference(WindowWriter window, long leastBytes) {}

    private final FrameWriter frames;

    /** Null while there is no window. May be set by another thread than the one that writes. */
    private volatile ByReference byReference;

    BulkWriter(FrameWriter frames) {
        this.frames = frames;
    }

    void byReference(ByReference given) {
        byReference = given;
    }

    void write(Bulk bulk) throws IOException {
        frames.putInt(bulk.arrays().size());
        for (Object array : bulk.arrays()) {
            frames.putInt(ArrayKind.of(array).code());
            frames.putInt(Array.getLength(array));
        }
        ByReference way = byReference;
        for (Object array : bulk.arrays()) {
            ArrayKind kind = ArrayKind.of(array);
            int length = Array.getLength(array);
            boolean tryWindow = way != null && kind.bytes(length) >= way.leastBytes();
            int done = 0;
            while (done < length) {
                int taken = tryWindow ? way.window().put(kind, array, done, length - done) : 0;
                if (taken > 0) {
                    frames.putInt((int) -kind.bytes(taken));
                    // At once, for the other side can begin with it.
                    frames.flush();
                } else {
                    taken = Math.min(length - done, BulkLayout.MOST_BYTES_A_PIECE / kind.elementBytes());
                    frames.putInt((int) kind.bytes(taken));
                    frames.elements(kind, array, done, taken);
                }
                done += taken;
            }
        }
    }
}
