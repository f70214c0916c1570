package dev.procpool.shared;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** What the keys of an index are. The codes are part of the file format: never reuse one. */
enum KeyKind {
    /** Of an index without entries that was written from a map, which did not say what its keys would have been. */
    NONE(0, "no"),
    STRING(1, "String"),
    LONG(2, "long"),
    BYTES(3, "byte[]");

    private static final int SHOWN_CHARS = 60;
    private static final int SHOWN_BYTES = 16;

    private final int code;
    private final String typeName;

    KeyKind(int code, String typeName) {
        this.code = code;
        this.typeName = typeName;
    }

    /** Null if there is none. */
    static KeyKind ofCode(int code) {
        for (KeyKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        return null;
    }

    /** @throws IllegalArgumentException if it is none of the classes of keys */
    static KeyKind of(Class<?> type) {
        if (type == String.class) {
            return STRING;
        }
        if (type == Long.class || type == long.class) {
            return LONG;
        }
        if (type == byte[].class) {
            return BYTES;
        }
        throw new IllegalArgumentException(
                "keys cannot be of " + type.getTypeName() + "; an index has keys of String, Long or byte[]");
    }

    /** A key of bytes as a message shows it: shortened, and text only where it is known to be text. */
    String shown(byte[] key) {
        if (this == STRING) {
            String text = new String(key, StandardCharsets.UTF_8);
            return text.length() <= SHOWN_CHARS
                    ? '"' + text + '"'
                    : '"' + text.substring(0, SHOWN_CHARS) + "\"... of " + key.length + " bytes";
        }
        int shown = Math.min(key.length, SHOWN_BYTES);
        String bytes = HexFormat.ofDelimiter(" ").formatHex(key, 0, shown);
        return '[' + bytes + (shown < key.length ? " ...]" : "]") + " of " + key.length + " bytes";
    }

    int code() {
        return code;
    }

    /** As it stands in messages. */
    @Override
    public String toString() {
        return typeName + " keys";
    }
}
