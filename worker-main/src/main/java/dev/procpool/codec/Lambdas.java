package dev.procpool.codec;

import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** What serializable lambdas and method references are made of. */
final class Lambdas {

    /** Per class, null where there is none. */
    private static final ClassValue<Method> WRITE_REPLACE = new ClassValue<>() {
        @Override
        protected Method computeValue(Class<?> type) {
            try {
                Method method = type.getDeclaredMethod("writeReplace");
                return method.trySetAccessible() ? method : null;
            } catch (NoSuchMethodException e) {
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
            return WRITE_REPLACE.get(lambda.getClass()).invoke(lambda) instanceof SerializedLambda form ? form : null;
        } catch (IllegalAccessException | InvocationTargetException e) {
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
