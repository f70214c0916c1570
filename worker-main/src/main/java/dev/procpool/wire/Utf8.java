package dev.procpool.wire;

/** Where text in UTF-8 may be cut. */
public final class Utf8 {

    private static final int LONGEST_CHARACTER_BYTES = 4;

    private Utf8() {}

    /**
     * How many of the first {@code length} bytes can be taken without tearing a character: all of them, or up to three
     * fewer. What is not UTF-8 has no characters that could be torn.
     */
    public static int wholeCharacters(byte[] bytes, int length) {
        for (int back = 1; back < LONGEST_CHARACTER_BYTES && back <= length; back++) {
            int b = bytes[length - back] & 0xFF;
            boolean continues = b >= 0x80 && b < 0xC0;
            if (!continues) {
                return bytesOfCharacter(b) > back ? length - back : length;
            }
        }
        return length;
    }

    /** Told by its first byte. */
    private static int bytesOfCharacter(int first) {
        if (first < 0xC0 || first >= 0xF8) {
            return 1;
        }
        return first < 0xE0 ? 2 : first < 0xF0 ? 3 : LONGEST_CHARACTER_BYTES;
    }
}
