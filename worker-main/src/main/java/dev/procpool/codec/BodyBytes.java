package dev.procpool.codec;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** A body as it grows. One that outgrows what an array can hold ends with an exception, not with an error. */
final class BodyBytes extends OutputStream {

    /** Longer arrays are refused by some JVMs. */
    private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

    private byte[] bytes = new byte[256];
    private int length;

    @Override
    public void write(int b) throws IOException {
        reserve(1);
        bytes[length++] = (byte) b;
    }

    @Override
    public void write(byte[] from, int offset, int count) throws IOException {
        reserve(count);
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
    }

    private void reserve(int more) throws IOException {
        if (more > MAX_BYTES - length) {
            throw new IOException("it is too large: " + ((long) length + more) + " bytes and perhaps more > max="
                    + MAX_BYTES + "; pass the data in a file");
        }
        if (length + more > bytes.length) {
            long doubled = Math.min(2L * bytes.length, MAX_BYTES);
            bytes = Arrays.copyOf(bytes, Math.max(length + more, (int) doubled));
        }
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, length);
    }
}
