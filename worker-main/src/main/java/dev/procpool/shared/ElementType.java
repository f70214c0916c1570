package dev.procpool.shared;

import java.util.Optional;

/** What the payload of a file consists of. The codes are part of the file format: never reuse one. */
enum ElementType {
    BYTES(1, 0),
    INTS(2, 2),
    LONGS(3, 3),
    DOUBLES(4, 3),
    /** Length counts strings; the payload is laid out by {@link StringsLayout}. */
    STRINGS(5, -1),
    /** Length counts entries; the payload is laid out by {@link IndexLayout}. */
    INDEX(6, -1),
    /** One object graph; the payload is laid out by {@link ObjectLayout}. */
    OBJECT(7, -1),
    /** Length counts sections; the payload is laid out by {@link SectionsLayout}. */
    SECTIONS(8, -1);

    private final int code;
    private final int shift;

    ElementType(int code, int shift) {
        this.code = code;
        this.shift = shift;
    }

    static Optional<ElementType> ofCode(int code) {
        for (ElementType type : values()) {
            if (type.code == code) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    int code() {
        return code;
    }

    /** Whether a payload of this many bytes can hold exactly this many elements. */
    boolean fits(long length, long payloadBytes) {
        return switch (this) {
            case STRINGS -> StringsLayout.fits(length, payloadBytes);
            case INDEX -> IndexLayout.fits(length, payloadBytes);
            case OBJECT -> ObjectLayout.fits(length, payloadBytes);
            case SECTIONS -> SectionsLayout.fits(length, payloadBytes);
            case BYTES, INTS, LONGS, DOUBLES ->
                length >= 0 && length <= Long.MAX_VALUE >> shift && length << shift == payloadBytes;
        };
    }
}
