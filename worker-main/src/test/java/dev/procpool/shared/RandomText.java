package dev.procpool.shared;

import java.util.Random;

/** Text of one to four bytes per character, of some characters mostly and of some hundred at times. */
final class RandomText {

    private static final int[] BOUNDS = {0x80, 0x80, 0x100, 0x800, 0x10000, 0x110000};

    private RandomText() {}

    static String of(Random random) {
        int length = random.nextInt(100) == 0 ? random.nextInt(500) : random.nextInt(25);
        int bound = BOUNDS[random.nextInt(BOUNDS.length)];
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            int codePoint = random.nextInt(bound);
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
                text.appendCodePoint(codePoint);
            }
        }
        return text.toString();
    }
}
