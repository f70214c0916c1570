package dev.procpool.codec;

import dev.procpool.bulk.Bulk;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.lang.reflect.Array;
import org.nustaq.serialization.FSTClazzInfo;
import org.nustaq.serialization.FSTClazzInfo.FSTFieldInfo;
import org.nustaq.serialization.FSTConfiguration;
import org.nustaq.serialization.FSTDecoder;
import org.nustaq.serialization.FSTObjectInput;

/**
 * Reads one graph at a time. FST writes fields through {@code Unsafe}, which takes any object for any field; here a
 * stream that does not fit its classes is an exception, not a broken heap. Not thread-safe.
 */
final class FstInput extends FSTObjectInput {

    private static final byte[] NOTHING = {};

    /** The arrays that the stream refers to. */
    private Bulk beside = Bulk.NONE;

    FstInput(FSTConfiguration config) {
        super(config);
    }

    Object decode(byte[] bytes, Bulk beside) throws Exception {
        this.beside = beside;
        resetForReuseUseArray(bytes);
        Object value = readObjectInternal((Class<?>[]) null);
        int left = decoder().left();
        if (left != 0) {
            throw new StreamCorruptedException("the stream does not end with its object: left=" + left);
        }
        // Neither the bytes nor the objects may live on in here.
        resetForReuseUseArray(NOTHING);
        this.beside = Bulk.NONE;
        return value;
    }

    ClassFilter filter() {
        return decoder().filter();
    }

    void checkAllowed(Class<?> type) throws IOException {
        if (filter() != null) {
            filter().check(type);
        }
    }

    private FstDecoder decoder() {
        return (FstDecoder) getCodec();
    }

    /** With each row of a multi-dimensional array as an object of its own; FST forgets which rows are the same. */
    @Override
    @SuppressWarnings("rawtypes")
    protected Object readArrayNoHeader(FSTFieldInfo referencee, int position, Class type) throws Exception {
        FSTDecoder in = getCodec();
        int length = in.readFInt();
        if (length < 0) {
            Object array = beside.get(~length, type);
            objects.registerObjectForRead(array, position);
            return array;
        }
        if (length > decoder().left()) {
            throw new StreamCorruptedException("an array is longer than what is left of the stream: length=" + length
                    + ", left=" + decoder().left());
        }
        Class<?> elementType = type.getComponentType();
        Object array = Array.newInstance(elementType, length);
        objects.registerObjectForRead(array, position);
        if (elementType.isPrimitive()) {
            return in.readFPrimitiveArray(array, elementType, length);
        }
        var elements = (Object[]) array;
        for (int i = 0; i < length; i++) {
            elements[i] = readObjectWithHeader(referencee);
        }
        return array;
    }

    @Override
    protected void readObjectFields(
            FSTFieldInfo referencee, FSTClazzInfo info, FSTFieldInfo[] fields, Object target, int start, int version)
            throws Exception {
        FSTDecoder in = getCodec();
        int flags = 0;
        int flagsUsed = 8;
        for (FSTFieldInfo field : fields) {
            if (!field.isPrimitive()) {
                Object value = readObjectWithHeader(field);
                if (value != null && !field.getType().isInstance(value)) {
                    throw new StreamCorruptedException(
                            "a " + value.getClass().getName() + " does not fit " + field.getField());
                }
                field.setObjectValue(target, value);
                continue;
            }
            switch (field.getIntegralType()) {
                case FSTFieldInfo.BOOL -> {
                    // Eight to a byte, highest first; they come before all other fields.
                    if (flagsUsed == 8) {
                        flags = in.readFByte();
                        flagsUsed = 0;
                    }
                    field.setBooleanValue(target, (flags & 0x80) != 0);
                    flags <<= 1;
                    flagsUsed++;
                }
                case FSTFieldInfo.BYTE -> field.setByteValue(target, in.readFByte());
                case FSTFieldInfo.CHAR -> field.setCharValue(target, in.readFChar());
                case FSTFieldInfo.SHORT -> field.setShortValue(target, in.readFShort());
                case FSTFieldInfo.INT -> field.setIntValue(target, in.readFInt());
                case FSTFieldInfo.LONG -> field.setLongValue(target, in.readFLong());
                case FSTFieldInfo.FLOAT -> field.setFloatValue(target, in.readFFloat());
                case FSTFieldInfo.DOUBLE -> field.setDoubleValue(target, in.readFDouble());
                default -> throw new StreamCorruptedException("no such primitive: " + field.getField());
            }
        }
        in.readVersionTag();
    }
}
