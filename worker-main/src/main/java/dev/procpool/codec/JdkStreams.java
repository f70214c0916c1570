package dev.procpool.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.lang.reflect.Proxy;

/** The two halves of JDK serialization as both codecs use it. */
final class JdkStreams {

    private JdkStreams() {}

    /** Resolves classes by {@link ClassLoading} instead of the nearest loader on the stack, which is ours. */
    static final class Input extends ObjectInputStream {

        private final ClassFilter filter;

        Input(byte[] bytes, ClassFilter filter) throws IOException {
            super(new ByteArrayInputStream(bytes));
            this.filter = filter;
            if (filter != null) {
                setObjectInputFilter(filter.asObjectInputFilter());
            }
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            Class<?> type = ClassLoading.find(description.getName());
            if (filter != null) {
                filter.check(type);
            }
            return type;
        }

        @Override
        protected Class<?> resolveProxyClass(String[] names) throws IOException, ClassNotFoundException {
            var interfaces = new Class<?>[names.length];
            for (int i = 0; i < names.length; i++) {
                interfaces[i] = ClassLoading.find(names[i]);
                if (filter != null) {
                    filter.check(interfaces[i]);
                }
            }
            ClassLoader context = Thread.currentThread().getContextClassLoader();
            try {
                return proxyClass(context, interfaces);
            } catch (IllegalArgumentException e) {
                // The interfaces may come from different loaders; the first one's sees those it was compiled with.
                return proxyClass(interfaces[0].getClassLoader(), interfaces);
            }
        }

        @SuppressWarnings("deprecation") // The class is what resolveProxyClass has to return.
        private static Class<?> proxyClass(ClassLoader loader, Class<?>[] interfaces) {
            return Proxy.getProxyClass(loader, interfaces);
        }
    }

    /** Shows every object it writes, once, after {@code writeReplace}. */
    static final class ObservedOutput extends ObjectOutputStream {

        private final Observer observer;

        ObservedOutput(OutputStream out, Observer observer) throws IOException {
            super(out);
            this.observer = observer;
            enableReplaceObject(true);
        }

        @Override
        protected Object replaceObject(Object object) throws IOException {
            observer.writing(object);
            return object;
        }
    }

    @FunctionalInterface
    interface Observer {

        /** @throws IOException to end the encoding */
        void writing(Object object) throws IOException;
    }
}
