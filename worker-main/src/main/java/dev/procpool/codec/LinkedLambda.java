package dev.procpool.codec;

import java.io.InvalidObjectException;
import java.io.StreamCorruptedException;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;

/** A {@link LambdaForm} at the side that received it: makes lambdas of it. Thread-safe. */
final class LinkedLambda {

    /** What a method can take. */
    private static final int MOST_CAPTURED = 255;

    private final byte[] form;

    /** That was the thread's when the class was found: another may know another class by that name. */
    private final ClassLoader context;

    private final Class<?> capturingClass;
    private final String[] names = new String[7];
    private final int kind;
    private final int captured;

    /** The capturing class's own way in. */
    private final Method deserialize;

    /** @throws InvalidObjectException if the capturing class makes no lambdas, or does not let us in */
    LinkedLambda(byte[] form) throws StreamCorruptedException, InvalidObjectException, ClassNotFoundException {
        this.form = form;
        this.context = Thread.currentThread().getContextClassLoader();
        var in = new PlainReader(form);
        String capturing = string(in);
        for (int i = 0; i < 3; i++) {
            names[i] = string(in);
        }
        this.kind = number(in);
        for (int i = 3; i < names.length; i++) {
            names[i] = string(in);
        }
        this.captured = number(in);
        in.requireEnd();
        if (captured < 0 || captured > MOST_CAPTURED) {
            throw new StreamCorruptedException("a lambda captures no such number of values: " + captured);
        }
        this.capturingClass = ClassLoading.find(capturing.replace('/', '.'));
        this.deserialize = deserializer(capturingClass);
    }

    private static String string(PlainReader in) throws StreamCorruptedException {
        if (in.value() instanceof String text) {
            return text;
        }
        throw new StreamCorruptedException("a lambda's form holds something else than a string");
    }

    private static int number(PlainReader in) throws StreamCorruptedException {
        if (in.value() instanceof Integer number) {
            return number;
        }
        throw new StreamCorruptedException("a lambda's form holds something else than a number");
    }

    private static Method deserializer(Class<?> capturingClass) throws InvalidObjectException {
        try {
            Method method = capturingClass.getDeclaredMethod("$deserializeLambda$", SerializedLambda.class);
            if (method.trySetAccessible()) {
                return method;
            }
            throw new InvalidObjectException(capturingClass + " is in a package that is not open to procpool");
        } catch (NoSuchMethodException e) {
            throw new InvalidObjectException(
                    capturingClass + " makes no lambdas here: is the class file the same on both sides?");
        }
    }

    boolean isOf(byte[] bytes, int at, int length) {
        return Thread.currentThread().getContextClassLoader() == context
                && Arrays.equals(form, 0, form.length, bytes, at, at + length);
    }

    int captured() {
        return captured;
    }

    /** @param values as many as {@link #captured} says */
    Object capturing(Object[] values) throws InvalidObjectException {
        var lambda = new SerializedLambda(
                capturingClass, names[0], names[1], names[2], kind, names[3], names[4], names[5], names[6], values);
        try {
            return deserialize.invoke(null, lambda);
        } catch (InvocationTargetException | IllegalAccessException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof Error error) {
                throw error;
            }
            throw new InvalidObjectException("cannot link a " + Lambdas.describe(lambda)
                    + ": is the class file the same on both sides? " + cause);
        }
    }
}
