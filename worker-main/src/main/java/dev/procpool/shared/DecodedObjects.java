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

    /** Stands for null, which is also an object. */
    private static final Object NULL = new Object();

    /** Guarded by the class. */
    private static final Map<UUID, Slot> SLOTS = new HashMap<>();

    private DecodedObjects() {}

    /** One file's object; whoever decodes it holds its monitor, and others wait. */
    private static final class Slot {

        /** How many are in it. Guarded by the class. */
        int users;

        /** Written under this. */
        private volatile SoftReference<Object> kept = new SoftReference<>(null);

        synchronized Object get(Supplier<Object> decoder) {
            Object value = kept.get();
            if (value == null) {
                Object decoded = decoder.get();
                value = decoded == null ? NULL : decoded;
                kept = new SoftReference<>(value);
            }
            return value == NULL ? null : value;
        }

        boolean isEmpty() {
            return kept.refersTo(null);
        }
    }

    static Object get(UUID identity, Supplier<Object> decoder) {
        Slot slot = enter(identity);
        try {
            return slot.get(decoder);
        } finally {
            leave(slot);
        }
    }

    private static synchronized Slot enter(UUID identity) {
        Slot slot = SLOTS.get(identity);
        if (slot == null) {
            SLOTS.values().removeIf(other -> other.users == 0 && other.isEmpty());
            slot = new Slot();
            SLOTS.put(identity, slot);
        }
        slot.users++;
        return slot;
    }

    private static synchronized void leave(Slot slot) {
        slot.users--;
    }
}
