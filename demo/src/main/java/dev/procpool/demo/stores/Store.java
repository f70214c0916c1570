package dev.procpool.demo.stores;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;

/** A way to hold a read-only map in a file that many processes use. */
interface Store {

    /** As in the figures' keys: small letters and underscores. */
    String name();

    /** Whether the file is mapped, rather than read into the heap of each process. */
    boolean isMapped();

    /**
     * Writes a store.
     *
     * @param base begins the names of what is written, of which none exists
     */
    Built build(Entries entries, Path base) throws IOException;

    /**
     * A store that was written.
     *
     * @param bytes of all its files
     */
    record Built(Handle handle, long bytes) {}

    /** What travels to a worker. */
    interface Handle extends Serializable {

        /** Tells it from other stores. */
        String file();

        Lookup open() throws IOException;
    }
}
