package dev.procpool.shared;

import java.util.UUID;

/**
 * What a file says about itself.
 *
 * @param identity made anew for every file written, so that a handle can tell its own file from any later one
 * @param length in elements
 * @param payloadChecksum CRC32 of all payload bytes
 */
record Header(ElementType type, UUID identity, long length, long payloadBytes, int payloadChecksum) {}
