package dev.procpool.shared;

/** Halves of surrogate pairs, which a String may hold and UTF-8 cannot express. */
final class HalfSurrogates {

    private HalfSurrogates() {}

    /** Where the first one is; -1 if there is none. */
    static int firstIn(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!Character.isSurrogate(text.charAt(i))) {
                continue;
            }
            if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
                return i;
            }
            i++;
        }
        return -1;
    }
}
