package dev.procpool.shared;

/** What the values of an index are. The codes are part of the file format: never reuse one. */
enum ValueKind {
    /** As {@link KeyKind#NONE}. */
    NONE(0, "no"),
    INT(1, "int"),
    LONG(2, "long"),
    BYTES(3, "byte[]");

    private final int code;
    private final String typeName;

    ValueKind(int code, String typeName) {
        this.code = code;
        this.typeName = typeName;
    }

    /** Null if there is none. */
    static ValueKind ofCode(int code) {
        for (ValueKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        return null;
    }

    /** @throws IllegalArgumentException if it is none of the classes of values */
    static ValueKind of(Class<?> type) {
        if (type == Integer.class || type == int.class) {
            return INT;
        }
        if (type == Long.class || type == long.class) {
            return LONG;
        }
        if (type == byte[].class) {
            return BYTES;
        }
        throw new IllegalArgumentException(
                "values cannot be of " + type.getTypeName() + "; an index has values of int, long or byte[]");
    }

    int code() {
        return code;
    }

    String typeName() {
        return typeName;
    }

    /** As it stands in messages. */
    @Override
    public String toString() {
        return typeName + " values";
    }
}
