package dev.procpool.codec;

import java.io.StreamCorruptedException;

/** Packs {@link Parts} as {@link PlainLayout} shows: what stands beside its like shares one tag. */
final class PlainParts {

    private static final int LEAST_BYTES_OF_A_PART = 1;

    private PlainParts() {}

    static byte[] encode(Parts parts) {
        int count = parts.size();
        var out = new PlainWriter(16 + 5 * count);
        out.tag(PlainLayout.PARTS);
        out.putInt(count);
        for (int from = 0; from < count; ) {
            byte run = runOf(parts, from);
            int to = from + 1;
            while (to < count && runOf(parts, to) == run) {
                to++;
            }
            out.reserve(Byte.BYTES + Integer.BYTES + Long.BYTES * (to - from));
            out.tag(run);
            out.putInt(to - from);
            for (; from < to; from++) {
                put(out, run, parts, from);
            }
        }
        return out.toBytes();
    }

    private static byte runOf(Parts parts, int index) {
        if (!parts.isPlain(index)) {
            return PlainLayout.BODIES;
        }
        Object value = parts.body(index);
        if (value instanceof Integer) {
            return PlainLayout.INTS;
        }
        if (value instanceof Long) {
            return PlainLayout.LONGS;
        }
        return value instanceof Double ? PlainLayout.DOUBLES : PlainLayout.VALUES;
    }

    private static void put(PlainWriter out, byte run, Parts parts, int index) {
        Object body = parts.body(index);
        switch (run) {
            case PlainLayout.INTS -> out.putInt((Integer) body);
            case PlainLayout.LONGS -> out.putLong((Long) body);
            case PlainLayout.DOUBLES -> out.putLong(Double.doubleToRawLongBits((Double) body));
            case PlainLayout.VALUES -> out.value(body);
            default -> {
                byte[] bytes = (byte[]) body;
                out.reserve(Byte.BYTES + Integer.BYTES);
                out.tag(parts.kind(index));
                out.putInt(bytes.length);
                out.raw(bytes);
            }
        }
    }

    static Parts decode(PlainReader in) throws StreamCorruptedException {
        int count = in.getLength(LEAST_BYTES_OF_A_PART);
        byte[] kinds = new byte[count];
        Object[] bodies = new Object[count];
        for (int done = 0; done < count; ) {
            byte run = in.tag();
            int length = in.getInt();
            if (length <= 0 || length > count - done) {
                throw new StreamCorruptedException(
                        "a run of " + length + " parts, where " + (count - done) + " are to come");
            }
            for (int i = done; i < done + length; i++) {
                if (run == PlainLayout.BODIES) {
                    kinds[i] = in.tag();
                    bodies[i] = in.raw();
                } else {
                    bodies[i] = plain(in, run);
                }
            }
            done += length;
        }
        return new Parts(kinds, bodies);
    }

    private static Object plain(PlainReader in, byte run) throws StreamCorruptedException {
        return switch (run) {
            case PlainLayout.INTS -> in.getInt();
            case PlainLayout.LONGS -> in.getLong();
            case PlainLayout.DOUBLES -> Double.longBitsToDouble(in.getLong());
            case PlainLayout.VALUES -> in.value();
            default -> throw new StreamCorruptedException("no run of parts is of this kind: " + run);
        };
    }
}
