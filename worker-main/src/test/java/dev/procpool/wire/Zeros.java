package dev.procpool.wire;

import java.io.InputStream;

/** A stream of zeros that takes no memory and hardly any time, and like a pipe cannot skip. */
final class Zeros extends InputStream {

    private long left;

    Zeros(long count) {
        this.left = count;
    }

    @Override
    public int read() {
        return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (left <= 0) {
            return -1;
        }
        int count = (int) Math.min(length, left);
        left -= count;
        return count;
    }

    @Override
    public long skip(long count) {
        throw new AssertionError("a pipe cannot skip");
    }
}
