package dev.procpool.codec;

import java.io.IOException;
import java.math.BigInteger;
import org.nustaq.serialization.FSTObjectInput;
import org.nustaq.serialization.FSTObjectOutput;

final class BigIntegerSerializer extends FstSerializer {

    @Override
    void write(FSTObjectOutput out, Object object) throws IOException {
        writeAny(out, ((BigInteger) object).toByteArray());
    }

    @Override
    Object make(FSTObjectInput in, Class<?> type, Registration registration) throws Exception {
        return new BigInteger((byte[]) readAny(in));
    }
}
