package dev.procpool.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procpool.testing.Patience;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** A cut never tears a character, and never waits for one that cannot come. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class Utf8Test {

    @Test
    void aCutAnywhereGivesTheWholeCharactersBeforeIt() {
        String text = "a\u00e9\u4e2d\uD83D\uDE00z";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int[] expected = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11};
        for (int length = 0; length <= bytes.length; length++) {
            assertEquals(expected[length], Utf8.wholeCharacters(bytes, length), "length " + length);
            assertEquals(expected[length], Utf8.wholeCharacters(Arrays.copyOf(bytes, length), length));
        }
    }

    @Test
    void whatIsNoUtf8IsWhole() {
        for (byte[] bytes : new byte[][] {
            {(byte) 0xFF},
            {(byte) 0xF8, (byte) 0x80},
            {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80},
            {(byte) 0x80}
        }) {
            assertEquals(bytes.length, Utf8.wholeCharacters(bytes, bytes.length));
        }
    }
}
