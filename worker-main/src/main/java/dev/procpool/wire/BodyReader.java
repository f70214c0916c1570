package dev.procpool.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Takes apart what {@link BodyWriter} built; a length is checked before anything is allocated for it. */
final class BodyReader {

    private final ByteBuffer buffer;

    BodyReader(byte[] body) {
        this.buffer = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
    }

    int getInt() throws ProtocolException {
        require(Integer.BYTES);
        return buffer.getInt();
    }

    long getLong() throws ProtocolException {
        require(Long.BYTES);
        return buffer.getLong();
    }

    byte[] getBytes() throws ProtocolException {
        int length = getInt();
        require(length);
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return bytes;
    }

    String getString() throws ProtocolException {
        return new String(getBytes(), StandardCharsets.UTF_8);
    }

    private void require(int bytes) throws ProtocolException {
        if (bytes < 0 || bytes > buffer.remaining()) {
            throw new ProtocolException("a field runs past the end of its message: needs " + bytes + " bytes at "
                    + buffer.position() + " of " + buffer.capacity());
        }
    }
}
