package dev.procpool.codec;

import java.io.IOException;
import java.io.InvalidClassException;
import java.io.InvalidObjectException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import org.nustaq.serialization.FSTObjectInput;
import org.nustaq.serialization.FSTObjectOutput;

/** By fields and canonical constructor, as the JDK does it; FST's own way cannot set a record's fields. */
final class RecordSerializer extends FstSerializer {

    private record Shape(Field[] fields, Constructor<?> constructor) {}

    private static final ClassValue<Shape> SHAPES = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
            RecordComponent[] components = type.getRecordComponents();
            var fields = new Field[components.length];
            var types = new Class<?>[components.length];
            try {
                for (int i = 0; i < components.length; i++) {
                    fields[i] = type.getDeclaredField(components[i].getName());
                    types[i] = components[i].getType();
                }
                Constructor<?> constructor = type.getDeclaredConstructor(types);
                constructor.setAccessible(true);
                for (Field field : fields) {
                    field.setAccessible(true);
                }
                return new Shape(fields, constructor);
            } catch (NoSuchMethodException | NoSuchFieldException e) {
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
