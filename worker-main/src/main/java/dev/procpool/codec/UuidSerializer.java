package dev.procpool.codec;

import java.io.IOException;
import java.util.UUID;
import org.nustaq.serialization.FSTObjectInput;
import org.nustaq.serialization.FSTObjectOutput;

final class UuidSerializer extends FstSerializer {

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
