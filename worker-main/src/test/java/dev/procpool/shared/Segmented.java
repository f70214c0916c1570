package dev.procpool.shared;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** Opens files with tiny segments, so that every border of a file beyond 1 GiB is met in one of some bytes. */
final class Segmented {

    private Segmented() {}

    static SharedHandle open(Path file, ElementType type, int segmentShift) throws IOException {
        var opened = new RandomAccessFile(file.toFile(), "r");
        Header header = HeaderLayout.read(opened.getChannel(), file, type);
        return SharedHandle.of(file, MappedFile.map(opened, file, 0, header, FileStamp.of(file), segmentShift));
    }
}
