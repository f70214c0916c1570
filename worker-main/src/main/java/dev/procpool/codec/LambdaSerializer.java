package dev.procpool.codec;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.nustaq.serialization.FSTObjectInput;
import org.nustaq.serialization.FSTObjectOutput;

/** What a lambda writes in its place. {@link FstOutput} hands over the form; the lambda itself has no readable name. */
final class LambdaSerializer extends FstSerializer {

    private volatile Method readResolve;

    @Override
    void write(FSTObjectOutput out, Object object) throws IOException {
        var form = (SerializedLambda) object;
        out.writeUTF(form.getCapturingClass());
        out.writeUTF(form.getFunctionalInterfaceClass());
        out.writeUTF(form.getFunctionalInterfaceMethodName());
        out.writeUTF(form.getFunctionalInterfaceMethodSignature());
        out.writeInt(form.getImplMethodKind());
        out.writeUTF(form.getImplClass());
        out.writeUTF(form.getImplMethodName());
        out.writeUTF(form.getImplMethodSignature());
        out.writeUTF(form.getInstantiatedMethodType());
        int captured = form.getCapturedArgCount();
        out.writeInt(captured);
        for (int i = 0; i < captured; i++) {
            writeAny(out, form.getCapturedArg(i));
        }
    }

    @Override
    Object make(FSTObjectInput in, Class<?> type, Registration registration) throws Exception {
        ((FstInput) in).checkAllowed(SerializedLambda.class);
        Class<?> capturing = in.getClassForName(in.readUTF().replace('/', '.'));
        String functionalInterface = in.readUTF();
        String method = in.readUTF();
        String signature = in.readUTF();
        int kind = in.readInt();
        String implClass = in.readUTF();
        String implMethod = in.readUTF();
        String implSignature = in.readUTF();
        String instantiated = in.readUTF();
        var captured = new Object[Math.min(readLength(in), 255)]; // What a method can take.
        for (int i = 0; i < captured.length; i++) {
            captured[i] = readAny(in);
        }
        var form = new SerializedLambda(
                capturing,
                functionalInterface,
                method,
                signature,
                kind,
                implClass,
                implMethod,
                implSignature,
                instantiated,
                captured);
        try {
            return readResolve().invoke(form);
        } catch (InvocationTargetException e) {
            throw new InvalidObjectException("cannot link a " + Lambdas.describe(form)
                    + ": is the class file the same on both sides? " + e.getCause());
        }
    }

    /** The JDK's own way in, which also works where the capturing class's module is not open to us. */
    private Method readResolve() throws NoSuchMethodException {
        Method found = readResolve;
        if (found == null) {
            found = SerializedLambda.class.getDeclaredMethod("readResolve");
            found.setAccessible(true);
            readResolve = found;
        }
        return found;
    }
}
