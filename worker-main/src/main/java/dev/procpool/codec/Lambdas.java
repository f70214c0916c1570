package dev.procpool.codec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;

/** What serializable lambdas and method references are made of. */
final class Lambdas {

    private static final MethodType ANY_TO_ANY = MethodType.methodType(Object.class, Object.class);

    /** Per class, null where there is none. A handle: by reflection the JDK calls a hidden class ten times as slowly. */
    private static final ClassValue<MethodHandle> WRITE_REPLACE = new ClassValue<>() {
        @Override
        protected MethodHandle computeValue(Class<?> type) {
            try {
                Method method = type.getDeclaredMethod("writeReplace");
                return method.trySetAccessible()
                        ? MethodHandles.lookup().unreflect(method).asType(ANY_TO_ANY)
                        : null;
            } catch (NoSuchMethodException | IllegalAccessException e) {
                return null;
            }
        }
    };

    private Lambdas() {}

    /** True for a lambda or method reference whose target type is serializable. */
    static boolean isLambda(Class<?> type) {
        return type.isHidden() && type.isSynthetic() && WRITE_REPLACE.get(type) != null;
    }

    /** What the JVM writes in its place, or null if that is not a lambda's form. */
    static SerializedLambda serializedForm(Object lambda) {
        try {
            Object form = (Object) WRITE_REPLACE.get(lambda.getClass()).invokeExact(lambda);
            return form instanceof SerializedLambda serialized ? serialized : null;
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            return null;
        }
    }

    /** Where it stands in the source: {@code lambda in org.acme.Job.main} or {@code org.acme.Job::load in org.acme.Main}. */
    static String describe(SerializedLambda lambda) {
        String in = lambda.getCapturingClass().replace('/', '.');
        String method = lambda.getImplMethodName();
        if (!method.startsWith("lambda$")) {
            return lambda.getImplClass().replace('/', '.') + "::" + method + " in " + in;
        }
        // javac: lambda$enclosing$hash$n, the enclosing method of a field initializer being "new" or "static".
        String enclosing = method.substring("lambda$".length());
        int end = enclosing.indexOf('$');
        return "lambda in " + in + "." + (end < 0 ? enclosing : enclosing.substring(0, end));
    }
}
