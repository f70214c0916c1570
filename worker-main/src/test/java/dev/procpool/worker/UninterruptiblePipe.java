package dev.procpool.worker;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/** A pipe in memory, which as a real one does not care who is interrupted; it has room for everything and never ends. */
final class UninterruptiblePipe extends InputStream {

    /** What has been written and not been read. Guarded by this. */
    private byte[] waiting = {};

    OutputStream sink() {
        return new OutputStream() {
            @Override
            public void write(int b) {
                add(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                add(bytes, offset, length);
            }
        };
    }

    private synchronized void add(byte[] bytes, int offset, int length) {
        byte[] more = Arrays.copyOf(waiting, waiting.length + length);
        System.arraycopy(bytes, offset, more, waiting.length, length);
        waiting = more;
        notifyAll();
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        read(one, 0, 1);
        return Byte.toUnsignedInt(one[0]);
    }

    @Override
    public synchronized int read(byte[] target, int offset, int length) {
        boolean interrupted = false;
        while (waiting.length == 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        int count = Math.min(length, waiting.length);
        System.arraycopy(waiting, 0, target, offset, count);
        waiting = Arrays.copyOfRange(waiting, count, waiting.length);
        return count;
    }

    @Override
    public synchronized int available() {
        return waiting.length;
    }
}
