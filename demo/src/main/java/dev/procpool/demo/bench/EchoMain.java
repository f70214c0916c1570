package dev.procpool.demo.bench;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Reads a block of so many bytes from its stdin, writes it to its stdout, and so on, until its stdin ends. Runs in a bare
 * JVM: no other class of ours is there.
 */
final class EchoMain {

    /** What a pipe holds. For each call, the JDK allocates as much memory outside the heap as is asked for. */
    private static final int CHUNK_BYTES = 1 << 16;

    private EchoMain() {}

    public static void main(String[] args) throws IOException {
        byte[] block = new byte[Integer.parseInt(args[0])];
        InputStream in = new FileInputStream(FileDescriptor.in);
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        while (readFully(in, block)) {
            writeFully(out, block);
        }
    }

    /** Fills the block; false if the stream ends before that. */
    static boolean readFully(InputStream in, byte[] block) throws IOException {
        for (int done = 0; done < block.length; ) {
            int count = in.read(block, done, Math.min(CHUNK_BYTES, block.length - done));
            if (count < 0) {
                return false;
            }
            done += count;
        }
        return true;
    }

    static void writeFully(OutputStream out, byte[] block) throws IOException {
        for (int done = 0; done < block.length; done += CHUNK_BYTES) {
            out.write(block, done, Math.min(CHUNK_BYTES, block.length - done));
        }
        out.flush();
    }
}
