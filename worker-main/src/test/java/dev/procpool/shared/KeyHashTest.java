package dev.procpool.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyHashTest {

    /** A change of these makes every file that was written before unreadable. */
    @Test
    void isWhatFilesWereWrittenWith() {
        assertEquals(0, KeyHash.ofLong(0));
        assertEquals(0x5692161D100B05E5L, KeyHash.ofLong(1));
        // XXH64 of no bytes, of the published test vectors
        assertEquals(0xEF46DB3751D8E999L, KeyHash.ofBytes(new byte[0]));
        assertEquals(0xD2D02F08CF7CFD4AL, KeyHash.ofBytes("12345678".getBytes(StandardCharsets.US_ASCII)));
        assertEquals(0xB515F388A5F43855L, KeyHash.ofBytes("123456789".getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void givesALongKeyBack() {
        Random random = new Random(1);
        for (long key : new long[] {0, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertEquals(key, KeyHash.keyOf(KeyHash.ofLong(key)));
        }
        for (int i = 0; i < 100_000; i++) {
            long key = random.nextLong();
            assertEquals(key, KeyHash.keyOf(KeyHash.ofLong(key)));
            assertEquals(key, KeyHash.ofLong(KeyHash.keyOf(key)));
        }
    }

    @Test
    void isTheSameOfAnAsciiStringAndItsBytes() {
        Random random = new Random(2);
        for (int length = 0; length < 100; length++) {
            char[] chars = new char[length];
            for (int i = 0; i < length; i++) {
                chars[i] = (char) random.nextInt(0x80);
            }
            String text = new String(chars);
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            assertEquals(KeyHash.ofBytes(bytes), AsciiKey.hash(text), text);
            for (int at = 0; at < length; at += Long.BYTES) {
                assertEquals(ByteWords.word(bytes, at), AsciiKey.word(text, at), text);
                for (char other : new char[] {0x80, 0xFF, 0x100, 0x141, 0xFFFF}) {
                    chars[at] = other;
                    assertEquals(AsciiKey.NOT_ASCII, AsciiKey.hash(new String(chars)), text);
                }
                chars[at] = text.charAt(at);
            }
        }
    }

    @Test
    void zerosAtTheEndOfAKeyCount() {
        Set<Long> hashes = new HashSet<>();
        for (int length = 0; length < 50; length++) {
            assertTrue(hashes.add(KeyHash.ofBytes(new byte[length])));
        }
    }

    /** Every bit of a key changes about half the bits of its hash. */
    @Test
    void spreads() {
        byte[] key = new byte[20];
        new Random(3).nextBytes(key);
        for (int bit = 0; bit < key.length * Byte.SIZE; bit++) {
            byte[] other = Arrays.copyOf(key, key.length);
            other[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            int changed = Long.bitCount(KeyHash.ofBytes(key) ^ KeyHash.ofBytes(other));
            assertTrue(changed > 12 && changed < 52, "bit=" + bit + " changed=" + changed);
        }
    }
}
