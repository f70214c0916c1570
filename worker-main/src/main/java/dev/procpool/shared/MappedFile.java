package dev.procpool.shared;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * The payload of one checked file, mapped read-only. Knows bytes and their order, not what they mean. Immutable and
 * thread-safe.
 *
 * <p>A buffer holds less than 2 GiB, so the payload is mapped in segments of a power of two bytes; a value never lies
 * across a border as long as its offset is a multiple of its size.
 *
 * <p>There is no close: a mapping goes when the garbage collector finds that nothing refers to it. Java 17 has no way to
 * unmap a buffer that stops a second thread from reading the address afterwards, which would crash the JVM.
 *
 * <p>All offsets are in bytes from the start of the payload. They are checked, for memory safety, but against the
 * segment, so callers check them first against what they know.
 */
final class MappedFile {

    static final int SEGMENT_SHIFT = 30;

    private static final int VERIFY_CHUNK = 1 << 20;

    private final Path path;
    private final Header header;
    private final FileStamp stamp;
    private final int segmentShift;
    private final int segmentMask;
    private final ByteBuffer[] segments;

    /**
     * The first segment once more, and all there is up to 1 GiB: without the array access in between the JIT moves what
     * does not change out of a loop, which makes a scan three times as fast.
     */
    private final ByteBuffer first;

    private final long firstBytes;
    private final long length;

    private MappedFile(Path path, Header header, FileStamp stamp, int segmentShift, ByteBuffer[] segments) {
        this.path = path;
        this.header = header;
        this.stamp = stamp;
        this.segmentShift = segmentShift;
        this.segmentMask = (1 << segmentShift) - 1;
        this.segments = segments;
        this.first = segments.length == 0 ? ByteBuffer.allocate(0) : segments[0];
        this.firstBytes = first.limit();
        this.length = header.length();
    }

    /**
     * Maps what the header describes; the channel may be closed afterwards.
     *
     * @param stamp of the file, taken before it was opened
     */
    static MappedFile map(FileChannel channel, Path path, Header header, FileStamp stamp, int segmentShift)
            throws IOException {
        long segmentBytes = 1L << segmentShift;
        int count = Math.toIntExact((header.payloadBytes() + segmentBytes - 1) >>> segmentShift);
        ByteBuffer[] segments = new ByteBuffer[count];
        for (int i = 0; i < count; i++) {
            long start = (long) i << segmentShift;
            long bytes = Math.min(segmentBytes, header.payloadBytes() - start);
            segments[i] = channel.map(FileChannel.MapMode.READ_ONLY, HeaderLayout.BYTES + start, bytes)
                    .order(ByteOrder.LITTLE_ENDIAN);
        }
        return new MappedFile(path, header, stamp, segmentShift, segments);
    }

    /** In elements. */
    long length() {
        return length;
    }

    Header header() {
        return header;
    }

    /** Whether the file under this name is, by its stamp, the one mapped here. */
    boolean isStill(FileStamp now) {
        return stamp.equals(now);
    }

    byte getByte(long offset) {
        try {
            return offset < firstBytes
                    ? first.get((int) offset)
                    : segment(offset).get(inSegment(offset));
        } catch (InternalError e) {
            throw cut(e);
        }
    }

    int getInt(long offset) {
        try {
            return offset < firstBytes
                    ? first.getInt((int) offset)
                    : segment(offset).getInt(inSegment(offset));
        } catch (InternalError e) {
            throw cut(e);
        }
    }

    long getLong(long offset) {
        try {
            return offset < firstBytes
                    ? first.getLong((int) offset)
                    : segment(offset).getLong(inSegment(offset));
        } catch (InternalError e) {
            throw cut(e);
        }
    }

    double getDouble(long offset) {
        try {
            return offset < firstBytes
                    ? first.getDouble((int) offset)
                    : segment(offset).getDouble(inSegment(offset));
        } catch (InternalError e) {
            throw cut(e);
        }
    }

    void copyTo(long offset, byte[] target, int targetFrom, int count) {
        try {
            int done = 0;
            while (done < count) {
                ByteBuffer segment = segment(offset + done);
                int from = inSegment(offset + done);
                int run = Math.min(count - done, segment.limit() - from);
                segment.get(from, target, targetFrom + done, run);
                done += run;
            }
        } catch (InternalError e) {
            throw cut(e);
        }
    }

    /** Passes a range on as little-endian buffers, one per segment it touches, in order. */
    void forEachRun(long offset, long bytes, Consumer<ByteBuffer> sink) {
        try {
            long done = 0;
            while (done < bytes) {
                ByteBuffer segment = segment(offset + done);
                int from = inSegment(offset + done);
                int run = (int) Math.min(bytes - done, segment.limit() - from);
                sink.accept(segment.slice(from, run).order(ByteOrder.LITTLE_ENDIAN));
                done += run;
            }
        } catch (InternalError e) {
            throw cut(e);
        }
    }

    /**
     * Reads the whole payload and compares its checksum.
     *
     * <p>The bytes go through the heap, because the CRC32 intrinsic, unlike a buffer's own copy, is no place where the
     * JVM survives a file that is cut meanwhile.
     */
    void verify() {
        CRC32 crc = new CRC32();
        byte[] chunk = new byte[(int) Math.min(VERIFY_CHUNK, header.payloadBytes())];
        for (long done = 0; done < header.payloadBytes(); ) {
            int count = (int) Math.min(chunk.length, header.payloadBytes() - done);
            copyTo(done, chunk, 0, count);
            crc.update(chunk, 0, count);
            done += count;
        }
        if ((int) crc.getValue() != header.payloadChecksum()) {
            throw new SharedDataException(
                    path,
                    String.format("payload damaged: CRC32=%08x, stored=%08x", crc.getValue(), header.payloadChecksum()),
                    "write the file again and check the disk");
        }
    }

    private ByteBuffer segment(long offset) {
        return segments[(int) (offset >>> segmentShift)];
    }

    private int inSegment(long offset) {
        return (int) offset & segmentMask;
    }

    /**
     * The JVM reports a fault on a mapped page as an InternalError; every other one is passed on. Where a reader was
     * compiled together with its loop, the JVM may raise the error only after the read, in the caller: then the caller
     * gets the InternalError itself. Either way before the task that read can return.
     */
    private RuntimeException cut(InternalError e) {
        if (e.getMessage() == null || !e.getMessage().contains("unsafe memory access")) {
            throw e;
        }
        return new SharedDataException(
                path,
                "a mapped page cannot be read, so the file was cut or its disk failed: fileBytes="
                        + path.toFile().length() + ", when opened " + (HeaderLayout.BYTES + header.payloadBytes()),
                "replace data files by renaming a new one over them, never by changing them in place",
                e);
    }
}
