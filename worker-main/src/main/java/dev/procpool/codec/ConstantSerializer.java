package dev.procpool.codec;

import org.nustaq.serialization.FSTObjectInput;
import org.nustaq.serialization.FSTObjectOutput;

/** The only instance of its class. */
final class ConstantSerializer extends FstSerializer {

    private final Object constant;

    ConstantSerializer(Object constant) {
        this.constant = constant;
    }

    @Override
    void write(FSTObjectOutput out, Object object) {}

    @Override
    Object make(FSTObjectInput in, Class<?> type, Registration registration) {
        return constant;
    }
}
