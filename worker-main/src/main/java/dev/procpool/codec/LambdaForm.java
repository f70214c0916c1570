package dev.procpool.codec;

import java.lang.invoke.SerializedLambda;
import java.util.Arrays;

/**
 * What a lambda's class says of it: all of a {@link SerializedLambda} but the captured values. It is the same for every
 * lambda from one place in the source, and encoded once. Values as {@link PlainLayout} shows them, in this order:
 *
 * <pre>{@code
 *   capturing class | interface | its method | its signature | kind  | class | method | signature | instantiated type | captured
 *   string          | string    | string     | string        | INT   | string| string | string    | string            | INT
 * }</pre>
 *
 * Immutable.
 */
final class LambdaForm {

    /** Those of the class that has made {@link #bytes}, by lambda class; never of another thread's choice. */
    private static final ClassValue<Holder> FORMS = new ClassValue<>() {
        @Override
        protected Holder computeValue(Class<?> type) {
            return new Holder();
        }
    };

    private static final class Holder {
        /** Null until the first lambda of that class is encoded. */
        volatile LambdaForm form;
    }

    private final String implClass;
    private final String implMethod;
    private final String implSignature;
    private final String instantiatedType;
    private final int captured;
    private final byte[] bytes;
    private final int hash;

    private LambdaForm(SerializedLambda lambda) {
        this.implClass = lambda.getImplClass();
        this.implMethod = lambda.getImplMethodName();
        this.implSignature = lambda.getImplMethodSignature();
        this.instantiatedType = lambda.getInstantiatedMethodType();
        this.captured = lambda.getCapturedArgCount();
        var out = new PlainWriter(512);
        out.value(lambda.getCapturingClass());
        out.value(lambda.getFunctionalInterfaceClass());
        out.value(lambda.getFunctionalInterfaceMethodName());
        out.value(lambda.getFunctionalInterfaceMethodSignature());
        out.value(lambda.getImplMethodKind());
        out.value(implClass);
        out.value(implMethod);
        out.value(implSignature);
        out.value(instantiatedType);
        out.value(captured);
        this.bytes = out.toBytes();
        this.hash = Arrays.hashCode(bytes);
    }

    /** @param type the class of a lambda that is {@code lambda} in its serialized form */
    static LambdaForm of(Class<?> type, SerializedLambda lambda) {
        Holder holder = FORMS.get(type);
        LambdaForm form = holder.form;
        if (form == null || !form.isOf(lambda)) {
            form = new LambdaForm(lambda);
            holder.form = form;
        }
        return form;
    }

    /**
     * Constants of one class are the same objects; where they are not, the form is only encoded once more. Not by the
     * capturing class, whose name is a new object each time: a lambda's class has but one.
     */
    @SuppressWarnings("StringEquality")
    private boolean isOf(SerializedLambda lambda) {
        return lambda.getImplMethodName() == implMethod
                && lambda.getImplClass() == implClass
                && lambda.getImplMethodSignature() == implSignature
                && lambda.getInstantiatedMethodType() == instantiatedType
                && lambda.getCapturedArgCount() == captured;
    }

    byte[] bytes() {
        return bytes;
    }

    /** By which the other side finds a form again that it has seen. */
    int hash() {
        return hash;
    }
}
