package dev.procpool.codec;

import java.io.IOException;
import java.io.StreamCorruptedException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.nustaq.serialization.FSTClazzInfo;
import org.nustaq.serialization.FSTClazzNameRegistry;
import org.nustaq.serialization.FSTConfiguration;
import org.nustaq.serialization.coders.FSTStreamDecoder;

/** Finds classes through the thread's context class loader; FST remembers a name's class for good, whoever asks. */
final class FstDecoder extends FSTStreamDecoder {

    private final FSTConfiguration config;
    private final ClassFilter filter;

    /** Valid for {@link #loader} only. */
    private final Map<String, Class<?>> found = new HashMap<>();

    private WeakReference<ClassLoader> loader = new WeakReference<>(null);
    private int end;

    FstDecoder(FSTConfiguration config, ClassFilter filter) {
        super(config);
        this.config = config;
        this.filter = filter;
    }

    @Override
    public void resetWith(byte[] bytes, int length) {
        super.resetWith(bytes, length);
        end = length;
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        if (context == null || loader.get() != context) {
            found.clear();
            loader = new WeakReference<>(context);
        }
    }

    int left() {
        return end - getInputPos();
    }

    ClassFilter filter() {
        return filter;
    }

    @Override
    public FSTClazzInfo readClass() throws IOException, ClassNotFoundException {
        short id = readFShort();
        if (id >= FSTClazzNameRegistry.LOWEST_CLZ_ID) {
            FSTClazzInfo known = clnames.getClazzFromId(id);
            if (known == null) {
                throw new StreamCorruptedException("no class has this number: id=" + id);
            }
            return known;
        }
        Class<?> type = classForName(id == 0 ? readStringUTF() : readStringAsc());
        clnames.registerClass(type, config);
        return config.getClassInfo(type);
    }

    @Override
    public Class<?> classForName(String name) throws ClassNotFoundException {
        Class<?> type = found.get(name);
        if (type == null) {
            type = ClassLoading.find(name);
            if (filter != null && !filter.allows(type)) {
                throw new ForbiddenClass(name);
            }
            found.put(name, type);
        }
        return type;
    }

    /** As FST's, but a stream's word on a length is checked before memory is given to it. */
    @Override
    public String readStringAsc() throws IOException {
        int length = readStringLength();
        int position = getInputPos();
        moveTo(position + length);
        return new String(getBuffer(), position, length, StandardCharsets.ISO_8859_1);
    }

    /** As FST's, but a stream's word on a length is checked before memory is given to it. */
    @Override
    public String readStringUTF() throws IOException {
        int length = readStringLength();
        byte[] in = getBuffer();
        int position = getInputPos();
        var chars = new char[length];
        for (int i = 0; i < length; i++) {
            int head = in[position++] & 0xff;
            if (head == 0xff) {
                head = in[position++] & 0xff | (in[position++] & 0xff) << 8;
            }
            chars[i] = (char) head;
        }
        moveTo(position);
        return new String(chars);
    }

    /** No character takes less than a byte. */
    private int readStringLength() throws IOException {
        int length = readFInt();
        if (length < 0 || length > left()) {
            throw new StreamCorruptedException(
                    "a string is longer than what is left of the stream: length=" + length + ", left=" + left());
        }
        return length;
    }

    /** What an allow-list does not name; a RuntimeException because FST's own verifier speaks in those. */
    static final class ForbiddenClass extends RuntimeException {

        private static final long serialVersionUID = 1;

        ForbiddenClass(String name) {
            super(name + " is not decoded: this pool's allow-list does not name it");
        }
    }
}
