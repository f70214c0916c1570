package dev.procpool.codec;

import org.nustaq.serialization.FSTObjectInput;
import org.nustaq.serialization.FSTObjectOutput;

/** The reading half; {@link FstOutput#writeIsland} writes. */
final class IslandSerializer extends FstSerializer {

    @Override
    void write(FSTObjectOutput out, Object object) {
        throw new AssertionError("islands are written by FstOutput");
    }

    @Override
    Object make(FSTObjectInput in, Class<?> type, Registration registration) throws Exception {
        return JdkCodec.read((byte[]) readAny(in), ((FstInput) in).filter());
    }
}
