package dev.procpool.codec;

import java.io.NotSerializableException;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the way from a root to the object that would not serialize, to name it in the error. Runs only after a failure,
 * so it may be slow; it looks at the graph breadth first, which gives the shortest path, and never recurses.
 *
 * <p>A best effort: what hides behind custom {@code writeObject} methods or packages that are not open is not found, and
 * the message then names the class alone.
 */
final class ObjectPath {

    private static final int MOST_OBJECTS = 1_000_000;

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final ArrayDeque<Step> queue = new ArrayDeque<>();
    private final String culprit;

    private record Step(Object object, Step from, String label) {}

    private ObjectPath(String culprit) {
        this.culprit = culprit;
    }

    /** The same failure with the path in its message; {@code failure}'s message must be the class's name, as the JDK's is. */
    static NotSerializableException explain(Object root, NotSerializableException failure) {
        var explained = new NotSerializableException(describe(root, failure.getMessage()));
        explained.initCause(failure);
        return explained;
    }

    private static String describe(Object root, String culprit) {
        String advice = culprit != null && culprit.contains("$$Lambda")
                ? " (a lambda is only where its target type is, such as RemoteCallable)"
                : "";
        String plain = culprit + " is not Serializable" + advice;
        Step found;
        try {
            found = new ObjectPath(culprit).find(root);
        } catch (RuntimeException | LinkageError e) {
            return plain; // A user's iterator or writeReplace failed: the class's name has to do.
        }
        return found == null || found.from == null ? plain : render(found) + " -> " + plain;
    }

    private Step find(Object root) {
        add(root, null, "");
        for (Step step = queue.poll(); step != null; step = queue.poll()) {
            Object object = step.object;
            if (!(object instanceof Serializable)) {
                if (object.getClass().getName().equals(culprit)) {
                    return step;
                }
                continue; // Not written, or the failure would have named it.
            }
            addChildren(step);
        }
        return null;
    }

    private void add(Object object, Step from, String label) {
        if (object == null || isLeaf(object) || seen.size() >= MOST_OBJECTS || !seen.add(object)) {
            return;
        }
        queue.add(new Step(object, from, label));
    }

    private static boolean isLeaf(Object object) {
        return object instanceof String
                || object instanceof Number && object.getClass().getName().startsWith("java.lang.")
                || object instanceof Enum
                || object instanceof Class
                || object.getClass().isArray()
                        && object.getClass().getComponentType().isPrimitive();
    }

    private void addChildren(Step step) {
        Object object = step.object;
        SerializedLambda lambda = Lambdas.isLambda(object.getClass()) ? Lambdas.serializedForm(object) : null;
        if (lambda != null) {
            for (int i = 0; i < lambda.getCapturedArgCount(); i++) {
                add(lambda.getCapturedArg(i), step, ", captured argument " + (i + 1));
            }
        } else if (object instanceof Object[] array) {
            for (int i = 0; i < array.length; i++) {
                add(array[i], step, "[" + i + "]");
            }
        } else {
            // Before the fields, so that the path names elements and not the collection's own insides.
            addElements(step);
            addFields(step);
        }
    }

    private void addElements(Step step) {
        if (step.object instanceof Collection<?> elements) {
            int i = 0;
            for (Object element : elements) {
                add(element, step, "[" + i++ + "]");
            }
        } else if (step.object instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                add(entry.getKey(), step, "[a key]");
                add(entry.getValue(), step, "[" + keyName(entry.getKey()) + "]");
            }
        }
    }

    private void addFields(Step step) {
        for (Class<?> type = step.object.getClass();
                type != null && Serializable.class.isAssignableFrom(type);
                type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if ((field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0
                        && !field.getType().isPrimitive()
                        && field.trySetAccessible()) {
                    add(valueOf(field, step.object), step, "." + field.getName());
                }
            }
        }
    }

    private static Object valueOf(Field field, Object object) {
        try {
            return field.get(object);
        } catch (IllegalAccessException e) {
            return null;
        }
    }

    /** Only keys whose text is known to be harmless are shown. */
    private static String keyName(Object key) {
        if (key instanceof String text) {
            return '"' + (text.length() <= 40 ? text : text.substring(0, 40) + "...") + '"';
        }
        return key == null || isLeaf(key) ? String.valueOf(key) : "a value";
    }

    private static String render(Step last) {
        List<Step> steps = new ArrayList<>();
        for (Step step = last; step != null; step = step.from) {
            steps.add(step);
        }
        Collections.reverse(steps);
        var text = new StringBuilder(nameOf(steps.get(0).object));
        for (Step step : steps.subList(1, steps.size())) {
            text.append(step.label);
            if (step != last && Lambdas.isLambda(step.object.getClass())) {
                text.append(" (").append(nameOf(step.object)).append(')');
            }
        }
        return text.toString();
    }

    private static String nameOf(Object object) {
        Class<?> type = object.getClass();
        SerializedLambda lambda = Lambdas.isLambda(type) ? Lambdas.serializedForm(object) : null;
        if (lambda != null) {
            return Lambdas.describe(lambda);
        }
        if (type.isArray()) {
            return type.getComponentType().getSimpleName();
        }
        String simple = type.getSimpleName();
        return simple.isEmpty() ? type.getName().substring(type.getName().lastIndexOf('.') + 1) : simple;
    }
}
