package dev.procpool.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Bytes for tests of the wire: what writers write, headers that no writer writes, bodies of all sizes. */
final class Bytes {

    private Bytes() {}

    @FunctionalInterface
    interface SaidToWorker {
        void say(ToWorkerWriter to) throws IOException;
    }

    @FunctionalInterface
    interface SaidToParent {
        void say(ToParentWriter to) throws IOException;
    }

    static byte[] toWorker(SaidToWorker said) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var writer = new ToWorkerWriter(bytes);
        said.say(writer);
        writer.flush();
        return bytes.toByteArray();
    }

    static byte[] toParent(SaidToParent said) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var writer = new ToParentWriter(bytes);
        said.say(writer);
        writer.flush();
        return bytes.toByteArray();
    }

    static byte[] header(int bodyLength, int type, long taskId) {
        byte[] header = new byte[FrameLayout.HEADER_BYTES];
        FrameLayout.putHeader(header, 0, bodyLength, (byte) type, (byte) 0, (byte) 0, (byte) 0, taskId);
        return header;
    }

    static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    static byte[] random(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** As many bytes of text, each character four bytes long but for some letters at the end. */
    static byte[] fourByteText(int size) {
        return ("\uD83D\uDE00".repeat(size / 4) + "x".repeat(size % 4)).getBytes(StandardCharsets.UTF_8);
    }
}
