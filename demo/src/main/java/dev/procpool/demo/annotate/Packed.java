package dev.procpool.demo.annotate;

/**
 * Up to four characters as one number, 16 bits each, the last one lowest. No character is 0, so every text has its own
 * number, and a shorter text has a smaller one.
 */
final class Packed {
    static final int MAX_LENGTH = 4;

    private Packed() {}

    static long append(long packed, char c) {
        return packed << Character.SIZE | c;
    }

    static long of(CharSequence text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("text longer than " + MAX_LENGTH + ": " + text);
        }
        long packed = 0;
        for (int i = 0; i < text.length(); i++) {
            packed = append(packed, text.charAt(i));
        }
        return packed;
    }

    static String text(long packed) {
        StringBuilder text = new StringBuilder(MAX_LENGTH);
        for (long rest = packed; rest != 0; rest >>>= Character.SIZE) {
            text.append((char) rest);
        }
        return text.reverse().toString();
    }
}
