package dev.procpool.codec;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.nustaq.serialization.FSTObjectInput;
import org.nustaq.serialization.FSTObjectOutput;

final class BigDecimalSerializer extends FstSerializer {

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
