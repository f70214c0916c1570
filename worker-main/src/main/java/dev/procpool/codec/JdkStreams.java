package dev.procpool.codec;

import dev.procpool.bulk.Bulk;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.io.StreamCorruptedException;
import java.lang.reflect.Proxy;

/** The two halves of JDK serialization as both codecs use it. */
final class JdkStreams {

    private JdkStreams() {}

    /** Resolves classes by {@link ClassLoading} instead of the nearest loader on the stack, which is ours. */
    static final class Input extends ObjectInputStream {

        private final Bulk beside;
        private final ClassFilter filter;

        Input(byte[] bytes, Bulk beside, ClassFilter filter) throws IOException {
            super(new ByteArrayInputStream(bytes));
            this.beside = beside;
            this.filter = filter;
            enableResolveObject(!beside.isEmpty());
            if (filter != null) {
                setObjectInputFilter(filter.asObjectInputFilter());
            }
        }

        @Override
        protected Object resolveObject(Object object) throws IOException {
            return object instanceof BesideRef ref ? beside.get(ref.number(), ref.type()) : object;
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            Class<?> type = ClassLoading.find(description.getName());
            if (type == BesideRef.class && beside.isEmpty()) {
                throw new StreamCorruptedException("the body refers to arrays that did not come with it");
            }
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

    /** Leaves out large arrays. */
    static final class BesideOutput extends ObjectOutputStream {

        private final Bulk.Collector beside;

        BesideOutput(OutputStream out, Bulk.Collector beside) throws IOException {
            super(out);
            this.beside = beside;
            enableReplaceObject(true);
        }

        /** Asked once for each object, which is then written in the same way wherever it stands. */
        @Override
        protected Object replaceObject(Object object) throws IOException {
            Class<?> elementType = object.getClass().getComponentType();
            if (elementType == null || !elementType.isPrimitive()) {
                return object;
            }
            int number = beside.add(object);
            return number < 0 ? object : new BesideRef(object.getClass(), number);
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
