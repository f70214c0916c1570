package dev.procpool.shared;

import java.io.IOException;
import java.io.RandomAccessFile;
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
 * <p>A buffer holds less than 2 GiB, so the payload is mapped in segments. One begins at every multiple of a power of two
 * bytes and reaches over the next, so that any range up to that length lies in the segment where it begins. (A page that is
 * mapped twice is still there once.)
 *
 * <p>There is no close: a mapping goes when the garbage collector finds that nothing refers to it. Java 17 has no way to
 * unmap a buffer that stops a second thread from reading the address afterwards, which would crash the JVM.
 *
 * <p>All offsets are in bytes from the start of the payload. They are checked, for memory safety, but against the
 * segment, so callers check them first against what they know.
 */
final class MappedFile {

    static final int SEGMENT_SHIFT = 30;

    /** The longest range that surely lies in one segment. */
    static final int MAX_SLICE_BYTES = (1 << SEGMENT_SHIFT) - Long.BYTES;

    private static final int VERIFY_CHUNK = 1 << 20;

    private final Path path;
    private final long offset;
    private final Header header;
    private final FileStamp stamp;

    /** Open as long as this is, to ask for its length; closed when nothing refers to it. */
    private final RandomAccessFile opened;

    private final int segmentShift;
    private final int segmentMask;
    private final ByteBuffer[] segments;

    /**
     * The first segment once more, and all there is up to 2 GiB: without the array access in between the JIT moves what
     * does not change out of a loop, which makes a scan three times as fast.
     */
    private final ByteBuffer first;

    private final long firstBytes;

    /**
     * Whether it has been read since the beginning of the task. Racy: a loop may look at it once; it is a hint of what to
     * check, and a thread that sets it has ended its loop before it checks.
     */
    private boolean used;

    /** Once true, always true. Racy as well: who does not see it yet is told at the end of its task. */
    private boolean cut;

    /** Always 0, which the JIT does not know; see {@link #getInt}. */
    @SuppressWarnings("FieldMayBeFinal")
    private int zero;

    private final long length;

    private MappedFile(
            Path path,
            long offset,
            Header header,
            FileStamp stamp,
            RandomAccessFile opened,
            int segmentShift,
            ByteBuffer[] segments) {
        this.opened = opened;
        this.path = path;
        this.offset = offset;
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
     * Maps what the header describes.
     *
     * @param offset of the header
     * @param stamp of the file, taken before it was opened
     */
    static MappedFile map(
            RandomAccessFile opened, Path path, long offset, Header header, FileStamp stamp, int segmentShift)
            throws IOException {
        FileChannel channel = opened.getChannel();
        int count = Math.toIntExact((header.payloadBytes() + (1L << segmentShift) - 1) >>> segmentShift);
        long segmentBytes = (2L << segmentShift) - Long.BYTES;
        ByteBuffer[] segments = new ByteBuffer[count];
        for (int i = 0; i < count; i++) {
            long start = (long) i << segmentShift;
            long bytes = Math.min(segmentBytes, header.payloadBytes() - start);
            segments[i] = channel.map(FileChannel.MapMode.READ_ONLY, offset + HeaderLayout.BYTES + start, bytes)
                    .order(ByteOrder.LITTLE_ENDIAN);
        }
        return new MappedFile(path, offset, header, stamp, opened, segmentShift, segments);
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

    /**
     * The zero keeps the JIT from making one instruction of this read and a widening to long: should it fault, the JVM could
     * not decode that instruction to step over it, and would end (seen on JDK 17 and 25, x86; it was {@code movslq}).
     */
    int getInt(long offset) {
        try {
            return (offset < firstBytes
                            ? first.getInt((int) offset)
                            : segment(offset).getInt(inSegment(offset)))
                    ^ zero;
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

    /**
     * A read-only view of a range, little-endian.
     *
     * @param bytes at most {@link #MAX_SLICE_BYTES}
     */
    ByteBuffer slice(long offset, long bytes) {
        if (bytes > MAX_SLICE_BYTES) {
            throw new IllegalArgumentException("a slice can have " + MAX_SLICE_BYTES + " bytes: bytes=" + bytes);
        }
        return bytes == 0
                ? ByteBuffer.allocate(0).asReadOnlyBuffer()
                : segment(offset).slice(inSegment(offset), (int) bytes).order(ByteOrder.LITTLE_ENDIAN);
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
        long from = header.type() == ElementType.SECTIONS ? SharedSections.directoryOffset(this) : 0;
        for (long done = from; done < header.payloadBytes(); ) {
            int count = (int) Math.min(chunk.length, header.payloadBytes() - done);
            copyTo(done, chunk, 0, count);
            crc.update(chunk, 0, count);
            done += count;
        }
        if ((int) crc.getValue() != header.payloadChecksum()) {
            throw SharedDataException.ofContent(
                    path,
                    String.format("payload damaged: CRC32=%08x, stored=%08x", crc.getValue(), header.payloadChecksum()),
                    "write the file again and check the disk",
                    null);
        }
    }

    Path path() {
        return path;
    }

    /** Where the header is. */
    long offset() {
        return offset;
    }

    /**
     * Called by whoever is about to read.
     *
     * @throws SharedDataException if it is known to have been cut
     */
    void use() {
        if (!used) {
            if (cut) {
                throw cut((Throwable) null);
            }
            used = true;
        }
    }

    void forgetUse() {
        used = false;
    }

    /** Whether it has been used and has become too short for what is mapped here. */
    boolean isCut() {
        return used && length(opened) < end();
    }

    void refuseUse() {
        cut = true;
        used = false;
    }

    private static long length(RandomAccessFile file) {
        try {
            return file.length();
        } catch (IOException e) {
            return 0; // It was open and there: now it is neither.
        }
    }

    private long end() {
        return offset + HeaderLayout.BYTES + header.payloadBytes();
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
        if (!CutCheck.isFault(e)) {
            throw e;
        }
        return cut((Throwable) e);
    }

    SharedDataException cut(Throwable fault) {
        return new SharedDataException(
                path,
                "a mapped page cannot be read, so the file was cut or its disk failed: fileBytes=" + length(opened)
                        + ", when opened at least " + end(),
                "replace data files by renaming a new one over them, never by changing them in place",
                fault);
    }
}
