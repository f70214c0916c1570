package dev.procpool.demo.stores;

import java.io.IOException;

/** An open store. One thread only: so each store may use the fastest reader it has. */
@FunctionalInterface
interface Lookup {

    /** What {@link #get} gives for a key that is not there. */
    int ABSENT = -1;

    int get(String key) throws IOException;
}
