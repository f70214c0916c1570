package dev.procpool.shared;

import java.util.UUID;

/**
 * What a file says about itself.
 *
 * @param identity made anew for every file written, so that a handle can tell its own file from any later one
 * @param length in elements
 * @param key the {@link DataKey} of a cached file
 * @param payloadChecksum CRC32 of the payload bytes; of a composite, of its directory
 */
record Header(ElementType type, UUID identity, long length, long payloadBytes, UUID key, int payloadChecksum) {}
