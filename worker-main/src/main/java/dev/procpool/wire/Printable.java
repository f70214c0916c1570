package dev.procpool.wire;

/** Bytes of unknown origin, made fit for an error message: text where it is text, {@code \xNN} elsewhere. */
final class Printable {

    private Printable() {}

    static String of(byte[] bytes, int maxBytes) {
        var text = new StringBuilder("\"");
        int shown = Math.min(bytes.length, maxBytes);
        for (int i = 0; i < shown; i++) {
            byte b = bytes[i];
            if (b >= 0x20 && b < 0x7F) {
                text.append((char) b);
            } else {
                text.append(String.format("\\x%02x", b));
            }
        }
        text.append('"');
        if (bytes.length > shown) {
            text.append(" and ").append(bytes.length - shown).append(" more bytes");
        }
        return text.toString();
    }
}
