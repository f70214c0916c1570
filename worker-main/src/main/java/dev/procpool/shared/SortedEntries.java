package dev.procpool.shared;

/** Entries in the order of their hashes, each a hash and the words of its record, or the one word of its value. */
interface SortedEntries {

    /** Goes to the next entry, the first to begin with; all words of the one before must have been read. */
    boolean advance();

    long hash();

    /** The next word of this entry. */
    long word();
}
