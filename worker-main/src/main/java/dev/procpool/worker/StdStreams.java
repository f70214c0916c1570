package dev.procpool.worker;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The two ends of the pipes to the parent, out of the reach of tasks.
 *
 * <p>The launcher's shell has moved them to descriptors 3 and 4 before this JVM began, with descriptor 0 at the null
 * device and 1 and 2 at files ({@link OutputCapture}): so neither {@code System.out}, nor what the JVM prints before main, nor
 * native code, nor a grandchild that inherits 0 to 2 can touch the protocol.
 */
record StdStreams(InputStream fromParent, OutputStream toParent) {

    /** Where the launcher's shell puts the pipes; {@code WorkerLauncher} in core is the other end of this agreement. */
    private static final int FROM_PARENT_FD = 3;

    private static final int TO_PARENT_FD = 4;

    static StdStreams claim() throws FileNotFoundException {
        // Linux has both; macOS has only /dev/fd.
        String descriptors = Files.isDirectory(Path.of("/proc/self/fd")) ? "/proc/self/fd/" : "/dev/fd/";
        return new StdStreams(
                new FileInputStream(descriptors + FROM_PARENT_FD), new FileOutputStream(descriptors + TO_PARENT_FD));
    }
}
