package dev.procpool.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.procpool.testing.Patience;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.function.ThrowingSupplier;

/** A body with fields of its own that is cut short or forged is refused: no other exception, no huge array. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class BodiesTest {

    private static final Failure FAILURE =
            new Failure(Failure.Kind.THREW, "a.B", "münchen", "\tat x\n", (byte) 2, new byte[] {1, 2, 3});

    private static final WorkerSettings SETTINGS = new WorkerSettings(
            "render", 3, (byte) 1, 1 << 20, "out", "err", WindowFiles.NONE, "", 0, Map.of("k", "v", "key 2", ""));

    @FunctionalInterface
    private interface Parser {
        Object parse(byte[] body) throws ProtocolException;
    }

    @Test
    void numbersAreLittleEndianAsInTheHeader() {
        assertArrayEquals(
                new byte[] {4, 3, 2, 1, 8, 7, 6, 5, 4, 3, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0},
                new Hello(0x01020304, 0x0102030405060708L, true, false).toBody());
    }

    @Test
    void aFailureCutAnywhereIsRefused() {
        assertRefusedWhereverItIsCut(FAILURE.toBody(), Failure::fromBody);
    }

    @Test
    void settingsCutAnywhereAreRefused() {
        assertRefusedWhereverItIsCut(SETTINGS.toBody(), WorkerSettings::fromBody);
    }

    @Test
    void aHelloCutAnywhereIsRefused() {
        assertRefusedWhereverItIsCut(new Hello(1, 4711, true, false).toBody(), Hello::fromBody);
    }

    @Test
    void theRefusalSaysHowFarItGot() {
        byte[] cut = Arrays.copyOf(new Hello(1, 4711, true, false).toBody(), 7);

        var refusal = assertThrows(ProtocolException.class, () -> Hello.fromBody(cut));

        assertEquals("a field runs past the end of its message: needs 8 bytes at 4 of 7", refusal.getMessage());
    }

    @Test
    void anUnknownKindOfFailureIsRefused() {
        for (int kind : new int[] {-1, Failure.Kind.values().length, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            byte[] body = new BodyWriter().putInt(kind).toBytes();

            var refusal = assertThrows(ProtocolException.class, () -> Failure.fromBody(body));

            assertEquals("unknown kind of failure: " + kind, refusal.getMessage());
        }
    }

    @Test
    void aLengthBeyondTheBodyIsRefusedBeforeAnythingIsAllocated() {
        for (int length : new int[] {Integer.MAX_VALUE, -1, Integer.MIN_VALUE, 1}) {
            byte[] body = new BodyWriter().putInt(0).putInt(length).toBytes();

            var refusal = assertThrows(ProtocolException.class, () -> Failure.fromBody(body));

            assertEquals(
                    "a field runs past the end of its message: needs " + length + " bytes at 8 of 8",
                    refusal.getMessage());
        }
    }

    @Test
    void morePropertiesThanThereAreIsRefused() {
        byte[] body = SETTINGS.toBody();
        int countAt = 4 + "render".length() + 3 * Integer.BYTES;
        body[countAt + Integer.BYTES - 1] = 0x7F;

        assertThrows(ProtocolException.class, () -> WorkerSettings.fromBody(body));
    }

    /** Whatever a flipped bit does to a body, it is understood or refused, and nothing else. */
    @Test
    void noForgedByteCausesAnythingButARefusal() throws Exception {
        assertUnderstoodOrRefused(FAILURE.toBody(), Failure::fromBody);
        assertUnderstoodOrRefused(SETTINGS.toBody(), WorkerSettings::fromBody);
        assertUnderstoodOrRefused(new Hello(1, 4711, true, false).toBody(), Hello::fromBody);
    }

    private static void assertRefusedWhereverItIsCut(byte[] body, Parser parser) {
        for (int length = 0; length < body.length; length++) {
            byte[] cut = Arrays.copyOf(body, length);
            assertThrows(ProtocolException.class, () -> parser.parse(cut), "length=" + length);
        }
    }

    private static void assertUnderstoodOrRefused(byte[] body, Parser parser) {
        for (int at = 0; at < body.length; at++) {
            for (byte forged : new byte[] {0, 1, 0x7F, -1, -128}) {
                byte[] copy = body.clone();
                copy[at] = forged;
                ThrowingSupplier<Object> parsing = () -> parser.parse(copy);
                try {
                    parsing.get();
                } catch (ProtocolException e) {
                    continue;
                } catch (Throwable e) {
                    throw new AssertionError("at=" + at + ", byte=" + forged, e);
                }
            }
        }
    }
}
