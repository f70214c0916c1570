package dev.procpool.codec;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.StreamCorruptedException;
import org.nustaq.serialization.FSTBasicObjectSerializer;
import org.nustaq.serialization.FSTClazzInfo;
import org.nustaq.serialization.FSTObjectInput;
import org.nustaq.serialization.FSTObjectOutput;

/**
 * A serializer of ours: FST's interface cut down to what we use of it. FST can make an object first and fill it later;
 * here both are one step, since most of these objects cannot exist before their contents do. Thread-safe.
 */
@SuppressWarnings("rawtypes") // FST's interfaces have no type parameters.
abstract class FstSerializer extends FSTBasicObjectSerializer {

    /** A stream's word on a length is not worth more memory than this. */
    private static final int MOST_PRESIZED = 1 << 16;

    abstract void write(FSTObjectOutput out, Object object) throws IOException;

    /** @param registration to be used by an object that can exist before its contents do */
    abstract Object make(FSTObjectInput in, Class<?> type, Registration registration) throws Exception;

    @Override
    public final void writeObject(
            FSTObjectOutput out, Object object, FSTClazzInfo info, FSTClazzInfo.FSTFieldInfo field, int position)
            throws IOException {
        write(out, object);
    }

    @Override
    public final Object instantiate(
            Class type, FSTObjectInput in, FSTClazzInfo info, FSTClazzInfo.FSTFieldInfo field, int position)
            throws Exception {
        return make(in, type, new Registration(in, position, info, field));
    }

    /** Makes an object known before its contents are read, so that they can refer back to it. */
    record Registration(FSTObjectInput in, int position, FSTClazzInfo info, FSTClazzInfo.FSTFieldInfo field) {

        void register(Object object) {
            in.registerObject(object, position, info, field);
        }
    }

    static void writeAny(FSTObjectOutput out, Object object) throws IOException {
        out.writeObjectInternal(object, null, (Class[]) null);
    }

    static Object readAny(FSTObjectInput in) throws Exception {
        return in.readObjectInternal((Class[]) null);
    }

    static int readLength(FSTObjectInput in) throws IOException {
        int length = in.readInt();
        if (length < 0) {
            throw new StreamCorruptedException("a length is negative: length=" + length);
        }
        return length;
    }

    /** The size to make a collection with that is said to get this many elements. */
    static int presized(int length) {
        return Math.min(length, MOST_PRESIZED);
    }

    /** As {@link #presized}, for a hash table. */
    static int buckets(int length) {
        return (int) (presized(length) / 0.75f) + 1;
    }

    static void checkCount(int written, int rebuilt) throws InvalidObjectException {
        if (written != rebuilt) {
            throw new InvalidObjectException("a collection lost elements in rebuilding, its comparator or hash codes"
                    + " having changed: written=" + written + ", rebuilt=" + rebuilt);
        }
    }
}
