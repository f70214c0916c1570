package dev.procpool.codec;

import java.util.HashMap;
import java.util.Map;

/** Class names to classes, by the rule both codecs follow: the thread's context class loader first, then our own. */
final class ClassLoading {

    private static final Map<String, Class<?>> PRIMITIVES = new HashMap<>();

    static {
        for (Class<?> type : new Class<?>[] {
            boolean.class,
            byte.class,
            char.class,
            short.class,
            int.class,
            long.class,
            float.class,
            double.class,
            void.class
        }) {
            PRIMITIVES.put(type.getName(), type);
        }
    }

    private ClassLoading() {}

    /**
     * Finds a class without initializing it, so that naming a class in a stream runs none of its code.
     *
     * @throws ClassNotFoundException if neither loader knows the name; the message says which were asked
     */
    static Class<?> find(String name) throws ClassNotFoundException {
        ClassLoader own = ClassLoading.class.getClassLoader();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        if (context != null && context != own) {
            try {
                return Class.forName(name, false, context);
            } catch (ClassNotFoundException | LinkageError e) {
                // A context loader that is blind to us, such as a container's, must not hide our own classes.
            }
        }
        try {
            return Class.forName(name, false, own);
        } catch (ClassNotFoundException e) {
            Class<?> primitive = PRIMITIVES.get(name);
            if (primitive != null) {
                return primitive;
            }
            throw new ClassNotFoundException(
                    name + " is on no class path here: contextClassLoader=" + context + ", ownClassLoader=" + own
                            + "; is its jar missing on this side?",
                    e);
        }
    }
}
