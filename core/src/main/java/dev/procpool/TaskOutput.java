package dev.procpool;

import dev.procpool.wire.Utf8;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What one task has printed, in the order in which it came: the first {@value #MOST_BYTES} bytes. Thread-safe. */
final class TaskOutput {

    static final int MOST_BYTES = 4 << 20;

    /** Guarded by this. */
    private final ByteArrayOutputStream text = new ByteArrayOutputStream(128);

    /** Guarded by this. Once positive, nothing is added any more: what is kept has no holes. */
    private long leftOutBytes;

    synchronized void add(byte[] printed) {
        int kept = 0;
        if (leftOutBytes == 0) {
            int room = MOST_BYTES - text.size();
            kept = printed.length <= room ? printed.length : Utf8.wholeCharacters(printed, room);
        }
        text.write(printed, 0, kept);
        leftOutBytes += printed.length - kept;
    }

    @Override
    public synchronized String toString() {
        String kept = text.toString(StandardCharsets.UTF_8);
        if (leftOutBytes == 0) {
            return kept;
        }
        return kept + (kept.endsWith("\n") ? "" : "\n") + "(" + leftOutBytes + " bytes after this are left out)\n";
    }
}
