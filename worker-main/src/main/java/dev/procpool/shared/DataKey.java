package dev.procpool.shared;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** The caller's key as it stands in a file: the first 128 bits of its SHA-256. */
final class DataKey {

    /** Of a file that was not made for a key. */
    static final UUID NONE = new UUID(0, 0);

    private DataKey() {}

    static UUID of(String key) {
        try {
            ByteBuffer digest = ByteBuffer.wrap(
                    MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_16LE)));
            return new UUID(digest.getLong(), digest.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has it", e);
        }
    }

    /** Half of it, which is enough for a name: the file has all. */
    static String hex(UUID key) {
        return String.format("%016x", key.getMostSignificantBits());
    }
}
