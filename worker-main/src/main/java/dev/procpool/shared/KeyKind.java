package dev.procpool.shared;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** What the keys of an index are. The codes are part of the file format: never reuse one. */
enum KeyKind {
    /** Of an index without entries that was written from a map, which did not say what its keys would have been. */
    NONE(0, "no", null),
    STRING(1, "String", String.class),
    LONG(2, "long", Long.class),
    BYTES(3, "byte[]", byte[].class);

    private static final int SHOWN_CHARS = 60;
    private static final int SHOWN_BYTES = 16;

    private final int code;
    private final String typeName;
    private final Class<?> type;

    KeyKind(int code, String typeName, Class<?> type) {
        this.code = code;
        this.typeName = typeName;
        this.type = type;
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
        for (KeyKind kind : values()) {
            if (kind.type == type || kind == LONG && type == long.class) {
                return kind;
            }
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

    /** The class of the keys as objects. */
    Class<?> type() {
        return type;
    }

    /** As it stands in messages. */
    @Override
    public String toString() {
        return typeName + " keys";
    }
}
