package dev.procpool.codec;

import java.io.IOException;
import java.util.Date;
import org.nustaq.serialization.FSTObjectInput;
import org.nustaq.serialization.FSTObjectOutput;

final class DateSerializer extends FstSerializer {

    @Override
    void write(FSTObjectOutput out, Object object) throws IOException {
        out.writeLong(((Date) object).getTime());
    }

    @Override
    Object make(FSTObjectInput in, Class<?> type, Registration registration) throws Exception {
        return new Date(in.readLong());
    }
}
