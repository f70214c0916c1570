package dev.procpool.wire;

import java.io.InputStream;
import java.util.Random;

/** A stream that hands out 1 to 7 bytes at a time, however many are wanted. */
final class Dribble extends InputStream {

    private static final int MOST = 7;

    private final byte[] bytes;
    private final Random random;
    private int position;

    Dribble(byte[] bytes, long seed) {
        this.bytes = bytes;
        this.random = new Random(seed);
    }

    @Override
    public int read() {
        return position == bytes.length ? -1 : bytes[position++] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (position == bytes.length) {
            return -1;
        }
        int count = Math.min(Math.min(length, bytes.length - position), 1 + random.nextInt(MOST));
        System.arraycopy(bytes, position, target, offset, count);
        position += count;
        return count;
    }
}
