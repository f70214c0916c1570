package dev.procpool.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.testing.Patience;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a JVM or a wrapper script prints before the first frame is output, not protocol. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class MagicTest {

    private static final int KEPT_BYTES = 64 * 1024;
    private static final Hello HELLO = new Hello(1, 4711, false, false);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 15, 16, 17, 100, 65_535, 65_536})
    void whatStandsBeforeTheMagicIsHandedOut(int size) throws IOException {
        byte[] noise = Bytes.random(size, size);

        assertArrayEquals(noise, noiseBeforeHello(noise, false));
        assertArrayEquals(noise, noiseBeforeHello(noise, true));
    }

    @Test
    void ofVeryMuchNoiseTheLastPartIsHandedOut() throws IOException {
        byte[] noise = Bytes.random(70_000, 1);
        byte[] last = Arrays.copyOfRange(noise, noise.length - KEPT_BYTES, noise.length);

        assertArrayEquals(last, noiseBeforeHello(noise, false));
        assertArrayEquals(last, noiseBeforeHello(noise, true));
    }

    @Test
    void noiseThatBeginsLikeTheMagicIsStillNoise() throws IOException {
        byte[] magic = FrameLayout.magic();
        for (int part = 1; part < magic.length; part++) {
            byte[] start = Arrays.copyOf(magic, part);
            byte[] text = "[warning] x".getBytes(StandardCharsets.US_ASCII);
            for (byte[] noise : List.of(
                    start,
                    Bytes.concat(start, start),
                    Bytes.concat(start, text),
                    Bytes.concat(text, start),
                    Bytes.concat(Bytes.concat(start, text), start))) {
                assertArrayEquals(noise, noiseBeforeHello(noise, false), "the first " + part + " bytes of the magic");
                assertArrayEquals(noise, noiseBeforeHello(noise, true), "the first " + part + " bytes of the magic");
            }
        }
    }

    @Test
    void aMagicAcrossTheEndOfTheBufferIsFound() throws IOException {
        for (int before = KEPT_BYTES - 9; before <= KEPT_BYTES; before++) {
            byte[] noise = Bytes.random(before, before);

            assertArrayEquals(noise, noiseBeforeHello(noise, false));
        }
    }

    @Test
    void aStreamThatEndsWithoutMagicShowsWhatCameInstead() {
        byte[] noise = "Error: Could not create the Java Virtual Machine.\n".getBytes(StandardCharsets.US_ASCII);

        for (boolean dribble : new boolean[] {false, true}) {
            var end = assertThrows(EOFException.class, () -> new ToParentReader(frames(noise, dribble)).awaitMagic());
            assertEquals(
                    "the stream ended before a handshake. What came instead:"
                            + " \"Error: Could not create the Java Virtual Machine.\\x0a\"",
                    end.getMessage());
        }
    }

    @Test
    void aStreamThatEndsInsideTheMagicShowsThat() {
        byte[] magic = FrameLayout.magic();
        for (int part = 0; part < magic.length; part++) {
            byte[] came = Arrays.copyOf(magic, part);

            var end = assertThrows(EOFException.class, () -> new ToParentReader(frames(came, false)).awaitMagic());

            assertEquals(
                    "the stream ended before a handshake. What came instead: \""
                            + "\\xf5procpl".substring(0, part == 0 ? 0 : part + 3) + "\"",
                    end.getMessage());
        }
    }

    @Test
    void ofVeryMuchThatCameInsteadTheMessageShowsAPart() {
        byte[] noise = "x".repeat(70_000).getBytes(StandardCharsets.US_ASCII);

        var end = assertThrows(EOFException.class, () -> new ToParentReader(frames(noise, false)).awaitMagic());

        assertEquals(
                "the stream ended before a handshake. What came instead: \"" + "x".repeat(64) + "\" and "
                        + (KEPT_BYTES - 64) + " more bytes",
                end.getMessage());
    }

    /** Also checks that the frames after the magic are understood. */
    private static byte[] noiseBeforeHello(byte[] noise, boolean dribble) throws IOException {
        byte[] said = Bytes.toParent(to -> {
            to.hello(HELLO);
            to.started(5);
        });
        var reader = new ToParentReader(frames(Bytes.concat(noise, said), dribble));
        byte[] found = reader.awaitMagic();
        var recorder = new Recorder();
        assertTrue(reader.read(recorder));
        assertTrue(reader.read(recorder));
        assertFalse(reader.read(recorder));
        assertEquals(List.of(List.of("hello", HELLO), List.of("started", 5L)), recorder.heard);
        return found;
    }

    private static FrameReader frames(byte[] bytes, boolean dribble) {
        InputStream in = dribble ? new Dribble(bytes, bytes.length) : new ByteArrayInputStream(bytes);
        return new FrameReader(in, 1_000);
    }
}
