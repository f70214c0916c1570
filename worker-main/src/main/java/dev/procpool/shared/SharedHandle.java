package dev.procpool.shared;

import java.nio.file.Path;
import java.util.UUID;

/**
 * What every typed handle consists of: the place and identity of a file or section, and its mapping from first use to close.
 * Thread-safe.
 */
final class SharedHandle {

    private final Path path;

    /** Where the header is: 0, or that of a section. */
    private final long offset;

    private final ElementType type;
    private final UUID identity;

    /**
     * Written under this; read without, because a volatile read in every {@code get} would keep the JIT from treating a
     * scan like one over an array. Safe, because a MappedFile has only final fields. A thread in the middle of a scan may
     * miss a close by another thread and read on, which does no harm: the mapping stays as long as it is referred to.
     */
    private MappedFile mapped;

    /** Guarded by this. Once true, always true. */
    private boolean closed;

    private SharedHandle(Path path, long offset, ElementType type, UUID identity, MappedFile mapped) {
        this.path = path;
        this.offset = offset;
        this.type = type;
        this.identity = identity;
        this.mapped = mapped;
    }

    /** A handle on a file that is looked at on first use, and refused then if it is not the one meant. */
    static SharedHandle lazy(Path path, long offset, ElementType type, UUID identity) {
        return new SharedHandle(path, offset, type, identity, null);
    }

    /**
     * A handle on the file of this name, checked and mapped now.
     *
     * @param type null for whatever it holds
     */
    static SharedHandle open(Path file, ElementType type) {
        Path path = file.toAbsolutePath();
        return of(path, MappedFiles.open(path, type));
    }

    static SharedHandle of(Path path, MappedFile mapped) {
        return new SharedHandle(
                path, mapped.offset(), mapped.header().type(), mapped.header().identity(), mapped);
    }

    MappedFile file() {
        MappedFile file = mapped;
        if (file == null) {
            file = map();
        }
        file.use();
        return file;
    }

    ElementType type() {
        return type;
    }

    Path path() {
        return path;
    }

    SerializedHandle serialized() {
        synchronized (this) {
            checkOpen();
        }
        return new SerializedHandle(path.toString(), offset, type, identity);
    }

    synchronized boolean isClosed() {
        return closed;
    }

    synchronized void close() {
        closed = true;
        mapped = null;
    }

    private synchronized MappedFile map() {
        checkOpen();
        if (mapped == null) {
            mapped = MappedFiles.open(path, offset, type, identity);
        }
        return mapped;
    }

    private void checkOpen() {
        assert Thread.holdsLock(this);
        if (closed) {
            throw new IllegalStateException(path + ": this handle was closed; open the file again");
        }
    }

    @Override
    public synchronized String toString() {
        return type + "[" + path + ", " + (closed ? "closed" : mapped == null ? "not mapped yet" : "mapped") + "]";
    }
}
