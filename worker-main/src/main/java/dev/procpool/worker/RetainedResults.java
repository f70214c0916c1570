package dev.procpool.worker;

import dev.procpool.codec.JdkCodec;
import java.util.HashMap;
import java.util.Map;

/**
 * Results the parent may yet ask for again, should its codecs be unable to decode what ours have encoded. Main thread only.
 *
 * <p>A result stays until the parent's RELEASE, which comes with its next message; values that every codec takes are not
 * kept at all.
 */
final class RetainedResults {

    private final Map<Long, Object> byTask = new HashMap<>();

    /** Keeps {@code value} if it may be asked for again; tells whether it does. */
    boolean retain(long taskId, Object value, byte codec) {
        if (codec == JdkCodec.WIRE_ID || isPlain(value)) {
            return false;
        }
        byTask.put(taskId, value);
        return true;
    }

    /** Hands out a result and lets go of it. */
    Object remove(long taskId) {
        return byTask.remove(taskId);
    }

    /** Whether every codec takes it. */
    static boolean isPlain(Object value) {
        return value == null
                || value instanceof MapChunkAnswer answer && answer.isPlain()
                || value instanceof String
                || value instanceof Number number
                        && number.getClass().getPackageName().equals("java.lang")
                || value instanceof Boolean
                || value instanceof Character
                || value.getClass().isArray()
                        && value.getClass().getComponentType().isPrimitive();
    }
}
