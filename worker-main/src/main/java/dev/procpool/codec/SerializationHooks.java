package dev.procpool.codec;

import java.io.Externalizable;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;

/**
 * The ways a class can take its serialization into its own hands. Private methods of superclasses count too, although the
 * JDK would not call all of them: one class too many for the JDK codec costs time, one too few would cost exactness.
 */
final class SerializationHooks {

    private SerializationHooks() {}

    /** Whether anything but the fields themselves decides what an object of this class writes and reads. */
    static boolean hasAny(Class<?> type) {
        if (Externalizable.class.isAssignableFrom(type)) {
            return true;
        }
        for (Class<?> declaring = type; declaring != Object.class; declaring = declaring.getSuperclass()) {
            if (!Serializable.class.isAssignableFrom(declaring)) {
                // The JDK leaves such state to a constructor, FST copies it.
                if (hasState(declaring)) {
                    return true;
                }
            } else if (declares(declaring, "writeObject", ObjectOutputStream.class)
                    || declares(declaring, "readObject", ObjectInputStream.class)
                    || declares(declaring, "readObjectNoData")
                    || declaresField(declaring, "serialPersistentFields")) {
                return true;
            }
        }
        return replaces(type);
    }

    /** Whether another object is written or read in place of one of this class. */
    static boolean replaces(Class<?> type) {
        return replacesOnWrite(type) || declaresAnywhere(type, "readResolve");
    }

    static boolean replacesOnWrite(Class<?> type) {
        return declaresAnywhere(type, "writeReplace");
    }

    private static boolean hasState(Class<?> type) {
        for (Field field : type.getDeclaredFields()) {
            if ((field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean declaresAnywhere(Class<?> type, String method) {
        for (Class<?> declaring = type; declaring != null; declaring = declaring.getSuperclass()) {
            if (declares(declaring, method)) {
                return true;
            }
        }
        return false;
    }

    private static boolean declares(Class<?> type, String method, Class<?>... parameters) {
        try {
            type.getDeclaredMethod(method, parameters);
            return true;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    private static boolean declaresField(Class<?> type, String field) {
        try {
            type.getDeclaredField(field);
            return true;
        } catch (NoSuchFieldException e) {
            return false;
        }
    }
}
