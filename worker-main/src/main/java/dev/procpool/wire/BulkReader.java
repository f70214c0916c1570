package dev.procpool.wire;

import dev.procpool.bulk.ArrayKind;
import dev.procpool.bulk.Bulk;
import dev.procpool.bulk.WindowReader;
import java.io.IOException;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;

/** Reads what {@link BulkLayout} shows, into arrays that are the receiver's own. */
final class BulkReader {

    private final FrameReader frames;

    /** Null while there is no window. May be set by another thread than the one that reads. */
    private volatile WindowReader window;

    BulkReader(FrameReader frames) {
        this.frames = frames;
    }

    void window(WindowReader given) {
        window = given;
    }

    private record Entry(ArrayKind kind, int length) {}

    /** The table at the head. */
    static final class Table {

        private final List<Entry> entries = new ArrayList<>();
        private long bytes;

        /** What the arrays' elements take. */
        long bytes() {
            return bytes;
        }
    }

    /** @throws ProtocolException if the arrays would take more than {@code maxBytes} */
    Table readTable(long maxBytes) throws IOException {
        var table = new Table();
        int count = frames.readInt();
        if (count <= 0) {
            throw new ProtocolException("arrays beside a body: count=" + count + " <= 0");
        }
        for (int i = 0; i < count; i++) {
            int code = frames.readInt();
            int length = frames.readInt();
            ArrayKind kind = ArrayKind.ofCode(code);
            // One without elements would be a table without end.
            if (kind == null || length <= 0 || kind.bytes(length) > maxBytes - table.bytes) {
                throw new ProtocolException("array " + i + " of " + count + " beside a body: kind=" + code + ", length="
                        + length + ", before it " + table.bytes + " bytes, max=" + maxBytes + " bytes");
            }
            table.bytes += kind.bytes(length);
            table.entries.add(new Entry(kind, length));
        }
        return table;
    }

    /** @throws OutOfMemoryError if there is no room for all of them; {@link #skip} comes next, then */
    Bulk allocate(Table table) {
        List<Object> arrays = new ArrayList<>(table.entries.size());
        for (Entry entry : table.entries) {
            arrays.add(entry.kind().newArray(entry.length()));
        }
        return Bulk.of(arrays);
    }

    void fill(Bulk bulk) throws IOException {
        for (Object array : bulk.arrays()) {
            ArrayKind kind = ArrayKind.of(array);
            int length = Array.getLength(array);
            int done = 0;
            while (done < length) {
                int piece = readPiece(kind, length - done);
                int count = Math.abs(piece) / kind.elementBytes();
                if (piece < 0) {
                    window.take(kind, array, done, count);
                } else {
                    frames.readElements(kind, array, done, count);
                }
                done += count;
            }
        }
    }

    /** Takes the elements off the way, and forgets them. */
    void skip(Table table) throws IOException {
        for (Entry entry : table.entries) {
            int left = entry.length();
            while (left > 0) {
                int piece = readPiece(entry.kind(), left);
                int bytes = Math.abs(piece);
                if (piece < 0) {
                    window.skip(bytes);
                } else {
                    frames.skip(bytes);
                }
                left -= bytes / entry.kind().elementBytes();
            }
        }
    }

    private int readPiece(ArrayKind kind, int elementsLeft) throws IOException {
        int piece = frames.readInt();
        long bytes = Math.abs((long) piece);
        boolean fits = bytes > 0 && bytes % kind.elementBytes() == 0 && bytes <= kind.bytes(elementsLeft);
        if (!fits || piece < 0 && (window == null || !window.canHold(bytes))) {
            throw new ProtocolException(
                    "a piece of an array: " + piece + " bytes of at most " + kind.bytes(elementsLeft)
                            + (piece < 0 && window == null ? ", in a window that is not there" : ""));
        }
        return piece;
    }
}
