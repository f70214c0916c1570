package dev.procpool.worker;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;

/** Descriptor 2 itself, whose file is read by this worker and by its parent: for last words, when the protocol can no longer be trusted. */
final class RawStderr {

    static final PrintStream STREAM = new PrintStream(new FileOutputStream(FileDescriptor.err), true);

    private RawStderr() {}
}
