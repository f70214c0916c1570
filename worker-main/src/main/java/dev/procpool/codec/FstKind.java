package dev.procpool.codec;

import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.Set;

/**
 * How objects of a class go through FST. FST imitates the JDK's serialization hooks ({@code writeObject},
 * {@code readResolve} and so on), but not in all points, and where it errs it does so silently. So it gets classes
 * without hooks only, and everything else goes by JDK serialization.
 */
enum FstKind {
    /** Fields one by one, or by a serializer of ours. */
    NATIVE,
    /** A serializable lambda or method reference. */
    LAMBDA,
    /** As JDK bytes inside the FST stream, if nothing in it is shared with the rest of the graph. */
    ISLAND,
    /** Not at all: the whole graph has to go by JDK serialization. */
    REFUSED,
    /** By no codec. */
    NOT_SERIALIZABLE;

    /** Packages of the JDK whose serializable classes are values: nothing of the user's hangs on them. */
    private static final Set<String> VALUE_PACKAGES = Set.of(
            "java.time",
            "java.time.chrono",
            "java.time.zone",
            "java.time.temporal",
            "java.time.format",
            "java.net",
            "java.text",
            "java.math",
            "java.sql",
            "java.util.regex",
            "sun.util.calendar");

    private static final Set<String> VALUE_CLASSES = Set.of(
            "java.io.File",
            "java.lang.Class",
            "java.lang.StackTraceElement",
            "java.lang.StringBuffer",
            "java.util.BitSet",
            "java.util.Currency",
            "java.util.Date",
            "java.util.GregorianCalendar",
            "java.util.Locale",
            "java.util.Random",
            "java.util.SimpleTimeZone",
            "java.util.UUID");

    /** What a throwable is held together by; no values, so islands must not share them with anything. */
    private static final Set<String> THROWABLE_PARTS = Set.of(
            "java.util.ArrayList",
            "java.util.Collections$UnmodifiableList",
            "java.util.Collections$UnmodifiableRandomAccessList");

    private static final ClassValue<FstKind> KINDS = new ClassValue<>() {
        @Override
        protected FstKind computeValue(Class<?> type) {
            return classify(type);
        }
    };

    static FstKind of(Class<?> type) {
        return KINDS.get(type);
    }

    private static FstKind classify(Class<?> type) {
        if (type.isArray() || FstSerializers.of(type) != null) {
            return NATIVE;
        }
        if (!Serializable.class.isAssignableFrom(type)) {
            return NOT_SERIALIZABLE;
        }
        if (Enum.class.isAssignableFrom(type)) {
            return NATIVE;
        }
        if (Lambdas.isLambda(type)) {
            return LAMBDA;
        }
        if (type.isHidden() || Proxy.isProxyClass(type)) {
            return REFUSED;
        }
        if (Throwable.class.isAssignableFrom(type)) {
            return SerializationHooks.replacesOnWrite(type) ? REFUSED : ISLAND;
        }
        if (isValue(type)) {
            return ISLAND;
        }
        if (type.isRecord()) {
            // Of all hooks, the JDK calls only these on a record.
            return SerializationHooks.replaces(type) ? REFUSED : NATIVE;
        }
        return SerializationHooks.hasAny(type) ? REFUSED : NATIVE;
    }

    /** Whether an object of this class may stand in an island: nothing of the user's class can hide behind it. */
    static boolean mayStandInIsland(Object object) {
        Class<?> type = object.getClass();
        while (type.isArray()) {
            type = type.getComponentType();
        }
        return type.isPrimitive()
                || object instanceof Throwable && !SerializationHooks.replacesOnWrite(type)
                || isUnshared(object)
                || isValue(type)
                || type == Throwable.class // An array of them, such as the suppressed ones.
                || THROWABLE_PARTS.contains(type.getName());
    }

    /** Whether it makes no difference if such an object is decoded once or twice. */
    static boolean isUnshared(Object object) {
        return object instanceof String
                || object instanceof Enum
                || object instanceof Class
                || object instanceof StackTraceElement
                || object instanceof StackTraceElement[]
                || object == Collections.EMPTY_LIST
                || object instanceof Boolean
                || object instanceof Character
                || object instanceof Number && object.getClass().getName().startsWith("java.lang.");
    }

    private static boolean isValue(Class<?> type) {
        return isOfTheJdk(type)
                && (VALUE_CLASSES.contains(type.getName()) || VALUE_PACKAGES.contains(type.getPackageName()));
    }

    private static boolean isOfTheJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }
}
