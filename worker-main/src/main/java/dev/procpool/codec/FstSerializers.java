package dev.procpool.codec;

import java.io.IOException;
import java.io.InvalidClassException;
import java.io.InvalidObjectException;
import java.io.StreamCorruptedException;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.nustaq.serialization.FSTBasicObjectSerializer;
import org.nustaq.serialization.FSTClazzInfo;
import org.nustaq.serialization.FSTObjectInput;
import org.nustaq.serialization.FSTObjectOutput;
import org.nustaq.serialization.FSTObjectSerializer;
import org.nustaq.serialization.serializers.FSTBigNumberSerializers;
import org.nustaq.serialization.serializers.FSTClassSerializer;
import org.nustaq.serialization.serializers.FSTStringBuilderSerializer;
import org.nustaq.serialization.serializers.FSTStringSerializer;

/**
 * The classes FST gets a serializer of ours for, each for exactly that class. FST's own are used where they are exact;
 * those for collections are not (a LinkedHashMap in access order comes back in insertion order, subclasses lose fields).
 */
@SuppressWarnings({"rawtypes", "unchecked"}) // FST's interfaces have no type parameters.
final class FstSerializers {

    /** Untouched after this class is initialized, so safe to read from any thread. */
    static final Map<Class<?>, FSTObjectSerializer> BY_CLASS = new LinkedHashMap<>();

    static final FSTObjectSerializer RECORD = new OfRecord();

    /** A stream's word on a length is not worth more memory than this. */
    private static final int MOST_PRESIZED = 1 << 16;

    static {
        BY_CLASS.put(String.class, new FSTStringSerializer());
        BY_CLASS.put(Byte.class, new FSTBigNumberSerializers.FSTByteSerializer());
        BY_CLASS.put(Character.class, new FSTBigNumberSerializers.FSTCharSerializer());
        BY_CLASS.put(Short.class, new FSTBigNumberSerializers.FSTShortSerializer());
        BY_CLASS.put(Float.class, new FSTBigNumberSerializers.FSTFloatSerializer());
        BY_CLASS.put(Double.class, new FSTBigNumberSerializers.FSTDoubleSerializer());
        BY_CLASS.put(Class.class, new FSTClassSerializer());
        BY_CLASS.put(StringBuilder.class, new FSTStringBuilderSerializer());
        BY_CLASS.put(BigInteger.class, new OfBigInteger());
        BY_CLASS.put(BigDecimal.class, new OfBigDecimal());
        BY_CLASS.put(Date.class, new OfDate());
        BY_CLASS.put(UUID.class, new OfUuid());
        BY_CLASS.put(SerializedLambda.class, new OfLambda());
        BY_CLASS.put(Island.class, new OfIsland());

        BY_CLASS.put(ArrayList.class, new OfCollection((n, c) -> new ArrayList<>(n), null));
        BY_CLASS.put(LinkedList.class, new OfCollection((n, c) -> new LinkedList<>(), null));
        BY_CLASS.put(ArrayDeque.class, new OfCollection((n, c) -> new ArrayDeque<>(n), null));
        BY_CLASS.put(HashSet.class, new OfCollection((n, c) -> new HashSet<>(buckets(n)), null));
        BY_CLASS.put(LinkedHashSet.class, new OfCollection((n, c) -> new LinkedHashSet<>(buckets(n)), null));
        BY_CLASS.put(CopyOnWriteArrayList.class, new OfCopyOnWriteArrayList());
        BY_CLASS.put(TreeSet.class, new OfCollection((n, c) -> new TreeSet<>(c), o -> ((TreeSet) o).comparator()));
        BY_CLASS.put(
                PriorityQueue.class,
                new OfCollection((n, c) -> new PriorityQueue<>(c), o -> ((PriorityQueue) o).comparator()));

        BY_CLASS.put(HashMap.class, new OfMap((n, c) -> new HashMap<>(buckets(n)), null));
        BY_CLASS.put(LinkedHashMap.class, new OfLinkedHashMap());
        BY_CLASS.put(ConcurrentHashMap.class, new OfMap((n, c) -> new ConcurrentHashMap<>(buckets(n)), null));
        BY_CLASS.put(TreeMap.class, new OfMap((n, c) -> new TreeMap<>(c), o -> ((TreeMap) o).comparator()));

        // One element and none or many have classes of their own.
        for (Collection<?> sample : List.of(List.of(), List.of(1), Set.of(), Set.of(1))) {
            BY_CLASS.put(sample.getClass(), new OfImmutableCollection(sample instanceof List));
        }
        for (Map<?, ?> sample : List.of(Map.of(), Map.of(1, 1))) {
            BY_CLASS.put(sample.getClass(), new OfImmutableMap());
        }
    }

    private FstSerializers() {}

    private static int buckets(int elements) {
        return (int) (elements / 0.75f) + 1;
    }

    /** All state is read in {@link #make}; most of these have none to share before that. */
    private abstract static class Whole extends FSTBasicObjectSerializer {

        abstract void write(FSTObjectOutput out, Object object) throws IOException;

        abstract Object make(FSTObjectInput in, Class<?> type, Registration registration) throws Exception;

        @Override
        public void writeObject(
                FSTObjectOutput out, Object object, FSTClazzInfo info, FSTClazzInfo.FSTFieldInfo field, int position)
                throws IOException {
            write(out, object);
        }

        @Override
        public Object instantiate(
                Class type, FSTObjectInput in, FSTClazzInfo info, FSTClazzInfo.FSTFieldInfo field, int position)
                throws Exception {
            return make(in, type, object -> in.registerObject(object, position, info, field));
        }
    }

    /** Makes an object known before its contents are read, so that they can refer back to it. */
    private interface Registration {

        void register(Object object);
    }

    private static void writeAny(FSTObjectOutput out, Object object) throws IOException {
        out.writeObjectInternal(object, null, (Class[]) null);
    }

    private static Object readAny(FSTObjectInput in) throws Exception {
        return in.readObjectInternal((Class[]) null);
    }

    private static int readLength(FSTObjectInput in) throws IOException {
        int length = in.readInt();
        if (length < 0) {
            throw new StreamCorruptedException("a length is negative: length=" + length);
        }
        return length;
    }

    private static void checkCount(int expected, int actual) throws InvalidObjectException {
        if (expected != actual) {
            throw new InvalidObjectException("a collection lost elements in rebuilding, its comparator or hash codes"
                    + " having changed: written=" + expected + ", rebuilt=" + actual);
        }
    }

    private static final class OfCollection extends Whole {

        private final BiFunction<Integer, Comparator<Object>, Collection<Object>> maker;
        private final Function<Object, Comparator<?>> comparator;

        OfCollection(
                BiFunction<Integer, Comparator<Object>, Collection<Object>> maker,
                Function<Object, Comparator<?>> comparator) {
            this.maker = maker;
            this.comparator = comparator;
        }

        @Override
        void write(FSTObjectOutput out, Object object) throws IOException {
            if (comparator != null) {
                writeAny(out, comparator.apply(object));
            }
            Object[] elements = ((Collection<?>) object).toArray();
            out.writeInt(elements.length);
            for (Object element : elements) {
                writeAny(out, element);
            }
        }

        @Override
        Object make(FSTObjectInput in, Class<?> type, Registration registration) throws Exception {
            var order = comparator == null ? null : (Comparator<Object>) readAny(in);
            int length = readLength(in);
            Collection<Object> collection = maker.apply(Math.min(length, MOST_PRESIZED), order);
            registration.register(collection);
            for (int i = 0; i < length; i++) {
                collection.add(readAny(in));
            }
            checkCount(length, collection.size());
            return collection;
        }
    }

    /** Filled at once: adding one by one would copy the array each time. */
    private static final class OfCopyOnWriteArrayList extends Whole {

        @Override
        void write(FSTObjectOutput out, Object object) throws IOException {
            writeAny(out, ((CopyOnWriteArrayList<?>) object).toArray());
        }

        @Override
        Object make(FSTObjectInput in, Class<?> type, Registration registration) throws Exception {
            var list = new CopyOnWriteArrayList<Object>();
            registration.register(list);
            list.addAll(Arrays.asList((Object[]) readAny(in)));
            return list;
        }
    }

    private static void writeEntries(FSTObjectOutput out, Map<?, ?> map) throws IOException {
        // A snapshot, since a concurrent map's size and contents may part ways.
        Object[] entries = map.entrySet().toArray();
        out.writeInt(entries.length);
        for (Object entry : entries) {
            writeAny(out, ((Map.Entry<?, ?>) entry).getKey());
            writeAny(out, ((Map.Entry<?, ?>) entry).getValue());
        }
    }

    private static void readEntries(FSTObjectInput in, Map<Object, Object> map, int length) throws Exception {
        for (int i = 0; i < length; i++) {
            Object key = readAny(in);
            map.put(key, readAny(in));
        }
        checkCount(length, map.size());
    }

    private static final class OfMap extends Whole {

        private final BiFunction<Integer, Comparator<Object>, Map<Object, Object>> maker;
        private final Function<Object, Comparator<?>> comparator;

        OfMap(
                BiFunction<Integer, Comparator<Object>, Map<Object, Object>> maker,
                Function<Object, Comparator<?>> comparator) {
            this.maker = maker;
            this.comparator = comparator;
        }

        @Override
        void write(FSTObjectOutput out, Object object) throws IOException {
            if (comparator != null) {
                writeAny(out, comparator.apply(object));
            }
            writeEntries(out, (Map<?, ?>) object);
        }

        @Override
        Object make(FSTObjectInput in, Class<?> type, Registration registration) throws Exception {
            var order = comparator == null ? null : (Comparator<Object>) readAny(in);
            int length = readLength(in);
            Map<Object, Object> map = maker.apply(Math.min(length, MOST_PRESIZED), order);
            registration.register(map);
            readEntries(in, map, length);
            return map;
        }
    }

    private static final class OfLinkedHashMap extends Whole {

        private final Field accessOrder;

        OfLinkedHashMap() {
            try {
                accessOrder = LinkedHashMap.class.getDeclaredField("accessOrder");
            } catch (NoSuchFieldException e) {
                throw new IllegalStateException("this JDK's LinkedHashMap has no field accessOrder", e);
            }
        }

        @Override
        void write(FSTObjectOutput out, Object object) throws IOException {
            boolean byAccess;
            try {
                // Not in the constructor: the table is also read where java.util is not open.
                byAccess = accessOrder.trySetAccessible() && accessOrder.getBoolean(object);
            } catch (IllegalAccessException e) {
                throw new FstRefusal("cannot tell a LinkedHashMap's order");
            }
            out.writeBoolean(byAccess);
            writeEntries(out, (Map<?, ?>) object);
        }

        @Override
        Object make(FSTObjectInput in, Class<?> type, Registration registration) throws Exception {
            boolean byAccess = in.readBoolean();
            int length = readLength(in);
            var map = new LinkedHashMap<Object, Object>(buckets(Math.min(length, MOST_PRESIZED)), 0.75f, byAccess);
            registration.register(map);
            readEntries(in, map, length);
            return map;
        }
    }

    /** {@code List.of}, {@code Set.of} and their kin; {@code Stream.toList} may hold nulls, which {@code of} refuses. */
    private static final class OfImmutableCollection extends Whole {

        private final boolean list;

        OfImmutableCollection(boolean list) {
            this.list = list;
        }

        @Override
        void write(FSTObjectOutput out, Object object) throws IOException {
            Object[] elements = ((Collection<?>) object).toArray();
            for (Object element : elements) {
                if (element == null) {
                    throw new FstRefusal("an immutable list holds null");
                }
            }
            out.writeInt(elements.length);
            for (Object element : elements) {
                writeAny(out, element);
            }
        }

        @Override
        Object make(FSTObjectInput in, Class<?> type, Registration registration) throws Exception {
            var elements = new ArrayList<Object>();
            for (int left = readLength(in); left > 0; left--) {
                elements.add(readAny(in));
            }
            return list ? List.of(elements.toArray()) : Set.of(elements.toArray());
        }
    }

    private static final class OfImmutableMap extends Whole {

        @Override
        void write(FSTObjectOutput out, Object object) throws IOException {
            writeEntries(out, (Map<?, ?>) object);
        }

        @Override
        Object make(FSTObjectInput in, Class<?> type, Registration registration) throws Exception {
            var entries = new ArrayList<Map.Entry<Object, Object>>();
            for (int left = readLength(in); left > 0; left--) {
                Object key = readAny(in);
                entries.add(Map.entry(key, readAny(in)));
            }
            return Map.ofEntries(entries.toArray(new Map.Entry[0]));
        }
    }

    private static final class OfBigInteger extends Whole {

        @Override
        void write(FSTObjectOutput out, Object object) throws IOException {
            writeAny(out, ((BigInteger) object).toByteArray());
        }

        @Override
        Object make(FSTObjectInput in, Class<?> type, Registration registration) throws Exception {
            return new BigInteger((byte[]) readAny(in));
        }
    }

    private static final class OfBigDecimal extends Whole {

        @Override
        void write(FSTObjectOutput out, Object object) throws IOException {
            var decimal = (BigDecimal) object;
            out.writeInt(decimal.scale());
            writeAny(out, decimal.unscaledValue().toByteArray());
        }

        @Override
        Object make(FSTObjectInput in, Class<?> type, Registration registration) throws Exception {
            int scale = in.readInt();
            return new BigDecimal(new BigInteger((byte[]) readAny(in)), scale);
        }
    }

    private static final class OfDate extends Whole {

        @Override
        void write(FSTObjectOutput out, Object object) throws IOException {
            out.writeLong(((Date) object).getTime());
        }

        @Override
        Object make(FSTObjectInput in, Class<?> type, Registration registration) throws Exception {
            return new Date(in.readLong());
        }
    }

    private static final class OfUuid extends Whole {

        @Override
        void write(FSTObjectOutput out, Object object) throws IOException {
            out.writeLong(((UUID) object).getMostSignificantBits());
            out.writeLong(((UUID) object).getLeastSignificantBits());
        }

        @Override
        Object make(FSTObjectInput in, Class<?> type, Registration registration) throws Exception {
            long most = in.readLong();
            return new UUID(most, in.readLong());
        }
    }

    /** What a lambda writes in its place. {@link FstOutput} hands over the form; the lambda itself has no readable name. */
    private static final class OfLambda extends Whole {

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

    /** The reading half; {@link FstOutput#writeIsland} writes. */
    private static final class OfIsland extends Whole {

        @Override
        void write(FSTObjectOutput out, Object object) {
            throw new AssertionError("islands are written by FstOutput");
        }

        @Override
        Object make(FSTObjectInput in, Class<?> type, Registration registration) throws Exception {
            return JdkCodec.read((byte[]) readAny(in), ((FstInput) in).filter());
        }
    }

    /** By fields and canonical constructor, as the JDK does it; FST's own way cannot set a record's fields. */
    private static final class OfRecord extends Whole {

        private record Shape(Field[] fields, Constructor<?> constructor) {}

        private static final ClassValue<Shape> SHAPES = new ClassValue<>() {
            @Override
            protected Shape computeValue(Class<?> type) {
                Field[] fields = Arrays.stream(type.getDeclaredFields())
                        .filter(field -> !Modifier.isStatic(field.getModifiers()))
                        .toArray(Field[]::new);
                Class<?>[] types = Arrays.stream(fields).map(Field::getType).toArray(Class<?>[]::new);
                try {
                    Constructor<?> constructor = type.getDeclaredConstructor(types);
                    constructor.setAccessible(true);
                    for (Field field : fields) {
                        field.setAccessible(true);
                    }
                    return new Shape(fields, constructor);
                } catch (NoSuchMethodException e) {
                    throw new IllegalStateException(type + " has no canonical constructor", e);
                }
            }
        };

        @Override
        void write(FSTObjectOutput out, Object object) throws IOException {
            for (Field field : SHAPES.get(object.getClass()).fields) {
                try {
                    writeAny(out, field.get(object));
                } catch (IllegalAccessException e) {
                    throw new InvalidClassException(object.getClass().getName(), "cannot read " + field.getName());
                }
            }
        }

        @Override
        Object make(FSTObjectInput in, Class<?> type, Registration registration) throws Exception {
            Shape shape = SHAPES.get(type);
            var components = new Object[shape.fields.length];
            for (int i = 0; i < components.length; i++) {
                components[i] = readAny(in);
            }
            try {
                return shape.constructor.newInstance(components);
            } catch (InvocationTargetException e) {
                var refused = new InvalidObjectException(
                        "the constructor of " + type.getName() + " refused its own components: " + e.getCause());
                refused.initCause(e.getCause());
                throw refused;
            }
        }
    }
}
