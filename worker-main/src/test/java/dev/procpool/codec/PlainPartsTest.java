package dev.procpool.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Parts come back one by one as they were, whatever stands beside what. */
class PlainPartsTest {

    private final PlainCodec codec = new PlainCodec();

    private static Parts parts(Object... values) throws IOException {
        var writer = new Parts.Writer(values.length, Integer.MAX_VALUE, new JdkCodecEncoder());
        for (Object value : values) {
            if (value instanceof byte[] message) {
                writer.addMessage(message);
            } else {
                writer.add(value);
            }
        }
        return writer.toParts();
    }

    private static final class JdkCodecEncoder implements Compound.Encoder {
        @Override
        public FallbackCodec.Encoded encode(Object value) throws IOException {
            return new FallbackCodec.Encoded(JdkCodec.WIRE_ID, new JdkCodec().encode(value));
        }
    }

    private void assertComeBack(Parts sent) throws Exception {
        var back = (Parts) codec.decode(codec.encode(sent));
        assertEquals(sent.size(), back.size());
        for (int i = 0; i < sent.size(); i++) {
            assertEquals(sent.kind(i), back.kind(i));
            if (sent.body(i) instanceof byte[] bytes) {
                assertArrayEquals(bytes, (byte[]) back.body(i));
            } else {
                assertEquals(sent.body(i), back.body(i));
            }
        }
    }

    @Test
    void runsOfEveryKindComeBack() throws Exception {
        assertComeBack(parts());
        assertComeBack(parts(1));
        assertComeBack(parts(1, 2, 3L, 4L, 5.0, Double.NaN, "six", null, 'x', List.of(1), new byte[] {1, 2}, 7));
    }

    @Test
    void anyMixtureComesBack() throws Exception {
        var random = new Random(7);
        for (int round = 0; round < 200; round++) {
            Object[] values = new Object[random.nextInt(40)];
            for (int i = 0; i < values.length; i++) {
                values[i] = switch (random.nextInt(8)) {
                    case 0, 1 -> random.nextInt();
                    case 2 -> random.nextLong();
                    case 3 -> random.nextDouble();
                    case 4 -> "text " + i;
                    case 5 -> null;
                    case 6 -> new ArrayList<>(List.of(i));
                    default -> new byte[] {(byte) i};
                };
            }
            assertComeBack(parts(values));
        }
    }

    @Test
    void aThousandNumbersTakeFourBytesEach() throws Exception {
        Object[] numbers = new Object[1_000];
        Arrays.setAll(numbers, i -> i);
        assertTrue(codec.encode(parts(numbers)).length < 4_020);
    }

    @Test
    void whatIsLargeIsLeftToCodecsThatSendItBesideTheBody() throws Exception {
        assertNull(codec.encode(parts(1, new byte[100_000])));
    }

    @Test
    void garbageIsAnException() throws Exception {
        byte[] good = codec.encode(parts(1, 2, "three", List.of(4), 5L));
        var random = new Random(3);
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThrows(IOException.class, () -> codec.decode(cut), () -> "cut at " + cut.length);
        }
        for (int i = 0; i < 5_000; i++) {
            byte[] damaged = good.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            try {
                codec.decode(damaged);
            } catch (IOException | ClassNotFoundException e) {
                // As it should be; a damaged number is only another number.
            }
        }
    }
}
