package dev.procpool.shared;

import java.io.InvalidObjectException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The form in which every typed handle travels: name and identity of the file, no data. Decoding one touches no file;
 * the handle it becomes looks at its file on first use, so that a missing one fails the task that needs it, with a
 * clear exception, and not the decoding. Not a record, because FST cannot decode records.
 */
final class SerializedHandle implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String path;
    private final long offset;
    private final int type;
    private final long upper;
    private final long lower;

    SerializedHandle(String path, long offset, ElementType type, UUID identity) {
        this.path = path;
        this.offset = offset;
        this.type = type.code();
        this.upper = identity.getMostSignificantBits();
        this.lower = identity.getLeastSignificantBits();
    }

    /** What a typed handle's own readObject throws: its bytes can only be forged ones. */
    static InvalidObjectException required() {
        return new InvalidObjectException("shared data travels as " + SerializedHandle.class.getName());
    }

    /** A new handle on the same file, not mapped yet. */
    SharedHandle handle() throws InvalidObjectException {
        ElementType elements = ElementType.ofCode(type).orElse(null);
        if (elements == null || offset < 0) {
            throw new InvalidObjectException("no handle on shared data: type=" + type + ", offset=" + offset);
        }
        return SharedHandle.lazy(Path.of(path), offset, elements, new UUID(upper, lower));
    }

    private Object readResolve() throws InvalidObjectException {
        return SharedData.of(handle());
    }
}
