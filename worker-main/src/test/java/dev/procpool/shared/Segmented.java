package dev.procpool.shared;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Opens files with tiny segments, so that every border of a file beyond 1 GiB is met in one of some bytes. */
final class Segmented {

    private Segmented() {}

    static SharedHandle open(Path file, ElementType type, int segmentShift) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            Header header = HeaderLayout.read(channel, file, type);
            return SharedHandle.of(file, MappedFile.map(channel, file, 0, header, FileStamp.of(file), segmentShift));
        }
    }
}
