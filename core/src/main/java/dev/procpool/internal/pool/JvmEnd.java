package dev.procpool.internal.pool;

/** Whether this JVM has begun to end. From then on a pool takes nothing more: its workers are about to go. */
public final class JvmEnd {

    private static final Thread NO_HOOK = new Thread("procpool-no-hook");

    private JvmEnd() {}

    /**
     * Whether shutdown hooks run. A hook of our own could tell as well, but not before it has run itself: this is true in
     * every hook, the first as the last.
     */
    public static boolean hasBegun() {
        try {
            // Refused from the moment the JVM begins to end; until then it does nothing, for there is no such hook.
            Runtime.getRuntime().removeShutdownHook(NO_HOOK);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    /** @throws IllegalStateException if it has begun */
    public static void requireNotBegun(String poolName) {
        if (hasBegun()) {
            throw new IllegalStateException(
                    "the JVM is shutting down: pool '" + poolName + "' cannot be opened any more");
        }
    }
}
