package dev.procpool.demo.bench;

import java.util.Arrays;
import java.util.Random;

/** Bytes that are sent away and must come back. Each time others, so that none can be taken for those before it. */
final class Block {

    static final int MIB = 1 << 20;

    private final byte[] bytes;

    Block(int length) {
        this.bytes = new byte[length];
        new Random(length).nextBytes(bytes);
    }

    /** The bytes to be sent this time; they change with the next call. */
    byte[] numbered(int number) {
        bytes[0] = (byte) number;
        bytes[1] = (byte) (number >> 8);
        bytes[2] = (byte) (number >> 16);
        return bytes;
    }

    /** @throws WrongAnswerException unless these are the bytes sent last */
    void check(int number, byte[] back) throws WrongAnswerException {
        int difference = Arrays.mismatch(bytes, back);
        if (difference >= 0) {
            throw new WrongAnswerException(
                    "block " + number + " of " + bytes.length + " bytes", "the same", "a difference at " + difference);
        }
    }

    /** Payload there and back, counted once: bytes in a nanosecond are GB in a second. */
    double gigabytesPerSecond(Durations exchanges) {
        return (double) bytes.length * exchanges.count() / exchanges.totalNanos();
    }
}
