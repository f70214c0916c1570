package dev.procpool.shared;

import java.lang.ref.SoftReference;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What this JVM has decoded of files, so that the next task need not. Kept softly: rather than fail for lack of memory, an
 * object is decoded again. Thread-safe.
 */
final class DecodedObjects {

    /** Guarded by the class. */
    private static final Map<UUID, Slot> SLOTS = new HashMap<>();

    private DecodedObjects() {}

    /** An object or null, which is also an answer. */
    private record Decoded(Object value) {}

    /** One file's object; whoever decodes it holds its monitor, and others wait. */
    private static final class Slot {

        /** Written under this. */
        private volatile SoftReference<Decoded> kept = new SoftReference<>(null);

        synchronized Object get(Supplier<Object> decoder) {
            Decoded decoded = kept.get();
            if (decoded == null) {
                decoded = new Decoded(decoder.get());
                kept = new SoftReference<>(decoded);
            }
            return decoded.value();
        }

        /** Also while somebody decodes it for the first time; then another may decode it once more. */
        boolean isEmpty() {
            return kept.refersTo(null);
        }
    }

    static Object get(UUID identity, Supplier<Object> decoder) {
        return slot(identity).get(decoder);
    }

    private static synchronized Slot slot(UUID identity) {
        Slot slot = SLOTS.get(identity);
        if (slot == null) {
            SLOTS.values().removeIf(Slot::isEmpty);
            slot = new Slot();
            SLOTS.put(identity, slot);
        }
        return slot;
    }
}
