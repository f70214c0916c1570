package dev.procpool.codec;

import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.regex.Pattern;

/**
 * Tells whether two graphs have the same shape and contents: same classes, equal values, and shared objects shared on
 * both sides. Strings and other values may be copied. Not recursive, so that deep graphs can be compared.
 */
final class SameGraph {

    private record Pair(Object expected, Object actual, String path) {}

    private final IdentityHashMap<Object, Object> actualOf = new IdentityHashMap<>();
    private final IdentityHashMap<Object, Object> expectedOf = new IdentityHashMap<>();
    private final ArrayDeque<Pair> pairs = new ArrayDeque<>();

    private SameGraph() {}

    /** Null if they are the same, else the first difference. */
    static String difference(Object expected, Object actual) {
        var graph = new SameGraph();
        graph.compare(expected, actual, "root");
        while (!graph.pairs.isEmpty()) {
            Pair pair = graph.pairs.poll();
            String difference = graph.differenceOf(pair);
            if (difference != null) {
                return pair.path + ": " + difference;
            }
        }
        return null;
    }

    private void compare(Object expected, Object actual, String path) {
        if (expected != null || actual != null) {
            // The end of the path tells where it is; all of it would be quadratic for a long chain.
            pairs.add(new Pair(expected, actual, path.length() > 120 ? path.substring(path.length() - 120) : path));
        }
    }

    private String differenceOf(Pair pair) {
        Object expected = pair.expected;
        Object actual = pair.actual;
        if (expected == null || actual == null) {
            return "expected " + (expected == null ? null : expected.getClass()) + ", got "
                    + (actual == null ? null : actual.getClass());
        }
        Class<?> type = expected.getClass();
        if (Lambdas.isLambda(type)) {
            return lambdas(expected, actual, pair.path);
        }
        if (type != actual.getClass()) {
            return "expected a " + type + ", got a " + actual.getClass();
        }
        if (isValue(expected)) {
            return Objects.equals(expected, actual) ? null : "expected " + expected + ", got " + actual;
        }
        Object known = actualOf.putIfAbsent(expected, actual);
        Object knownBack = expectedOf.putIfAbsent(actual, expected);
        if (known != null || knownBack != null) {
            return known == actual && knownBack == expected ? null : "a shared object is not shared";
        }
        if (type.isArray()) {
            return arrays(expected, actual, pair.path);
        }
        if (expected instanceof CharSequence || expected instanceof Pattern) {
            return expected.toString().equals(actual.toString())
                            && (!(expected instanceof Pattern p) || p.flags() == ((Pattern) actual).flags())
                    ? null
                    : "expected " + expected + ", got " + actual;
        }
        if (type.getName().startsWith("java.") && expected instanceof Collection<?> collection) {
            if (collection instanceof SortedSet<?> sorted) {
                compare(sorted.comparator(), ((SortedSet<?>) actual).comparator(), pair.path + ".comparator");
            }
            if (collection instanceof PriorityQueue<?> queue) {
                compare(queue.comparator(), ((PriorityQueue<?>) actual).comparator(), pair.path + ".comparator");
            }
            return collections(collection, (Collection<?>) actual, pair.path);
        }
        if (type.getName().startsWith("java.") && expected instanceof Map<?, ?> map) {
            if (map instanceof SortedMap<?, ?> sorted) {
                compare(sorted.comparator(), ((SortedMap<?, ?>) actual).comparator(), pair.path + ".comparator");
            }
            return maps(map, (Map<?, ?>) actual, pair.path);
        }
        if (expected instanceof Collection<?> collection) {
            String difference = collections(collection, (Collection<?>) actual, pair.path);
            if (difference != null) {
                return difference;
            }
        }
        if (expected instanceof Map<?, ?> map) {
            String difference = maps(map, (Map<?, ?>) actual, pair.path);
            if (difference != null) {
                return difference;
            }
        }
        if (expected instanceof Throwable thrown) {
            throwables(thrown, (Throwable) actual, pair.path);
        }
        return fields(type, expected, actual, pair.path);
    }

    private static boolean isValue(Object object) {
        if (object.getClass().isArray()) {
            return false;
        }
        return object instanceof Enum
                || object instanceof Class
                || object.getClass().getPackageName().startsWith("java.time")
                || List.of("java.lang", "java.math", "java.net", "java.text", "java.sql")
                                .contains(object.getClass().getPackageName())
                        && !(object instanceof Throwable)
                        && !(object instanceof StringBuilder)
                        && !(object instanceof StringBuffer)
                || List.of(
                                "java.util.UUID",
                                "java.util.Locale",
                                "java.util.Currency",
                                "java.util.BitSet",
                                "java.io.File")
                        .contains(object.getClass().getName());
    }

    private String lambdas(Object expected, Object actual, String path) {
        if (!Lambdas.isLambda(actual.getClass())) {
            return "expected a lambda, got a " + actual.getClass();
        }
        SerializedLambda one = Lambdas.serializedForm(expected);
        SerializedLambda other = Lambdas.serializedForm(actual);
        if (!one.getImplMethodName().equals(other.getImplMethodName())
                || one.getCapturedArgCount() != other.getCapturedArgCount()) {
            return "expected " + one + ", got " + other;
        }
        Object known = actualOf.putIfAbsent(expected, actual);
        if (known != null) {
            return known == actual ? null : "a shared lambda is not shared";
        }
        for (int i = 0; i < one.getCapturedArgCount(); i++) {
            compare(one.getCapturedArg(i), other.getCapturedArg(i), path + ".captured[" + i + "]");
        }
        return null;
    }

    private String arrays(Object expected, Object actual, String path) {
        int length = Array.getLength(expected);
        if (length != Array.getLength(actual)) {
            return "expected length " + length + ", got " + Array.getLength(actual);
        }
        if (expected instanceof byte[] bytes) {
            return Arrays.equals(bytes, (byte[]) actual) ? null : "bytes differ";
        }
        for (int i = 0; i < length; i++) {
            compare(Array.get(expected, i), Array.get(actual, i), path + "[" + i + "]");
        }
        return null;
    }

    private String collections(Collection<?> expected, Collection<?> actual, String path) {
        if (expected.size() != actual.size()) {
            return "expected size " + expected.size() + ", got " + actual.size();
        }
        boolean ordered = expected instanceof List
                || expected instanceof Queue
                || expected instanceof SortedSet
                || expected.getClass().getSimpleName().startsWith("Linked");
        if (!ordered) {
            return actual.containsAll(expected) ? null : "expected " + expected + ", got " + actual;
        }
        Iterator<?> other = actual.iterator();
        int i = 0;
        for (Object element : expected) {
            compare(element, other.next(), path + "[" + i++ + "]");
        }
        return null;
    }

    private String maps(Map<?, ?> expected, Map<?, ?> actual, String path) {
        if (expected instanceof LinkedHashMap && isInAccessOrder(expected) != isInAccessOrder(actual)) {
            return "expected access order " + isInAccessOrder(expected);
        }
        if (expected.size() != actual.size()) {
            return "expected size " + expected.size() + ", got " + actual.size();
        }
        boolean ordered = expected instanceof SortedMap
                || expected.getClass().getSimpleName().startsWith("Linked")
                || expected instanceof IdentityHashMap && expected.size() < 2;
        if (ordered) {
            Iterator<? extends Map.Entry<?, ?>> other = actual.entrySet().iterator();
            for (Map.Entry<?, ?> entry : expected.entrySet()) {
                Map.Entry<?, ?> next = other.next();
                compare(entry.getKey(), next.getKey(), path + ".key");
                compare(entry.getValue(), next.getValue(), path + ".value");
            }
            return null;
        }
        for (Object key : expected.keySet()) {
            if (!actual.containsKey(key)) {
                return "key " + key + " is missing";
            }
            compare(expected.get(key), actual.get(key), path + ".value of " + key.getClass());
        }
        return null;
    }

    private static boolean isInAccessOrder(Map<?, ?> map) {
        try {
            Field field = LinkedHashMap.class.getDeclaredField("accessOrder");
            field.setAccessible(true);
            return field.getBoolean(map);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private void throwables(Throwable expected, Throwable actual, String path) {
        compare(expected.getMessage(), actual.getMessage(), path + ".message");
        compare(expected.getCause(), actual.getCause(), path + ".cause");
        compare(expected.getSuppressed(), actual.getSuppressed(), path + ".suppressed");
        compare(
                Arrays.toString(expected.getStackTrace()),
                Arrays.toString(actual.getStackTrace()),
                path + ".stackTrace");
    }

    private String fields(Class<?> type, Object expected, Object actual, String path) {
        for (Class<?> declaring = type; declaring != null; declaring = declaring.getSuperclass()) {
            if (declaring == Throwable.class
                    || declaring.getName().startsWith("java.")
                            && (expected instanceof Collection || expected instanceof Map)
                    || declaring.getName().startsWith("java.util.concurrent.locks.")) {
                continue;
            }
            for (Field field : declaring.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers())
                        || Modifier.isTransient(field.getModifiers())
                                && !(expected instanceof CorpusTypes.WritesTransients)) {
                    continue;
                }
                if (!field.trySetAccessible()) {
                    return expected.equals(actual) || expected.toString().equals(actual.toString())
                            ? null
                            : "expected " + expected + ", got " + actual;
                }
                try {
                    compare(field.get(expected), field.get(actual), path + "." + field.getName());
                } catch (IllegalAccessException e) {
                    throw new AssertionError(e);
                }
            }
        }
        return null;
    }
}
