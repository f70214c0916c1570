package dev.procpool.wire;

/**
 * What follows the body of a frame with {@link FrameLayout#FLAG_BULK}, little-endian: a table of arrays, and then their
 * elements, array by array, in pieces.
 *
 * <pre>{@code
 *   0           4           8                       8 * count + 4
 *   +-----------+-----------+-----------+-----------+----------------+----------------+
 *   | count     | kind      | elements  | ...       | piece          | piece ...      |
 *   +-----------+-----------+-----------+-----------+----------------+----------------+
 *
 *   a piece:    | n > 0     | n bytes of the array ...               |
 *               | n < 0     |   the next -n bytes in the window
 * }</pre>
 *
 * A piece holds whole elements of one array. Which way a piece goes the writer decides, each time anew.
 */
final class BulkLayout {

    /** As much as a pipe takes; larger writes cost the JDK a buffer of their size. */
    static final int MOST_BYTES_A_PIECE = 64 * 1024;

    private BulkLayout() {}
}
