package dev.procpool.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.bulk.Bulk;
import dev.procpool.codec.FallbackCodec.Encoded;
import dev.procpool.task.RemoteCallable;
import dev.procpool.testing.PrimitiveArrays;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Graphs whose large arrays travel beside the body. */
final class BesideTest {

    static List<FallbackCodec> codecs() {
        return List.of(FallbackCodec.preferFst(), FallbackCodec.jdkOnly());
    }

    @SuppressWarnings("serial") // What is in there is serializable.
    static final class Mixed implements Serializable {
        private static final long serialVersionUID = 1;
        final String name = "mixed";
        final byte[] large = bytes(100_000);
        final int[] small = {1, 2, 3};
        final Object same = large;
        final double[][] rows = {new double[50_000], new double[2], new double[50_000]};
        final Map<String, Object> map = new LinkedHashMap<>(Map.of("large", large));
        final List<Object> list = new ArrayList<>(PrimitiveArrays.ofBytes(200_000));
        Mixed self = this;
        final Held held = new Held(large, 7);

        Mixed() {
            rows[1] = new double[] {1, 2};
            rows[2] = rows[0];
            rows[0][49_999] = Math.PI;
        }
    }

    record Held(byte[] large, int number) implements Serializable {}

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static Object back(FallbackCodec codec, Encoded encoded) throws Exception {
        return codec.decode(encoded.codec(), encoded.bytes(), encoded.bulk());
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void aGraphKeepsItsShapeAndItsSharedArrays(FallbackCodec codec) throws Exception {
        for (boolean byJdk : new boolean[] {false, true}) {
            var mixed = new Mixed();
            var collector = Bulk.Collector.copying();
            Encoded encoded = byJdk ? codec.encodeWithJdk(mixed, collector) : codec.encode(mixed, collector);
            var back = (Mixed) back(codec, encoded);
            assertNull(SameGraph.difference(mixed, back));
            assertSame(back.large, back.same);
            assertSame(back.large, back.held.large());
            assertSame(back.rows[0], back.rows[2]);
            assertEquals(1 + 1 + 8, encoded.bulk().arrays().size());
            assertTrue(encoded.bytes().length < 5_000, encoded.bytes().length + " bytes");
            assertEquals(encoded.bytes().length + encoded.bulk().bytes(), encoded.length());
        }
    }

    @Test
    void whatTheFirstCodecHadTakenBeforeItGaveUpDoesNotTravel() throws Exception {
        FallbackCodec codec = FallbackCodec.preferFst();
        Object graph = new Object[] {bytes(100_000), new RefusedByFst(bytes(50_000))};
        Encoded encoded = codec.encode(graph, Bulk.Collector.copying());
        assertEquals(JdkCodec.WIRE_ID, encoded.codec());
        assertEquals(2, encoded.bulk().arrays().size());
        assertNull(SameGraph.difference(graph, back(codec, encoded)));
    }

    static final class RefusedByFst implements Serializable {
        private static final long serialVersionUID = 1;
        private final byte[] bytes;

        RefusedByFst(byte[] bytes) {
            this.bytes = bytes;
        }

        private void writeObject(java.io.ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void aLambdaGetsWhatItCaptured(FallbackCodec codec) throws Exception {
        byte[] large = bytes(40_000);
        RemoteCallable<byte[]> task = () -> large;
        Encoded encoded = codec.encode(task, Bulk.Collector.copying());
        assertEquals(1, encoded.bulk().arrays().size());
        var back = (RemoteCallable<?>) back(codec, encoded);
        assertArrayEquals(large, (byte[]) back.call());
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void onlyLargeArraysTravelBesideTheBody(FallbackCodec codec) throws Exception {
        for (Object array : PrimitiveArrays.ofBytes(Bulk.LEAST_BYTES - 8)) {
            Encoded inside = codec.encode(array, Bulk.Collector.copying());
            assertTrue(inside.bulk().isEmpty());
            assertArrayEquals(new Object[] {array}, new Object[] {back(codec, inside)});
        }
        for (Object array : PrimitiveArrays.ofBytes(Bulk.LEAST_BYTES)) {
            Encoded beside = codec.encode(array, Bulk.Collector.copying());
            assertEquals(Bulk.LEAST_BYTES, beside.bulk().bytes());
            assertArrayEquals(new Object[] {array}, new Object[] {back(codec, beside)});
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void whatIsSentLaterIsAsItWasWhenItWasEncoded(FallbackCodec codec) throws Exception {
        byte[] array = bytes(100_000);
        Encoded later = codec.encode(array, Bulk.Collector.copying());
        Encoded now = codec.encode(array, Bulk.Collector.borrowing());
        byte[] before = array.clone();
        array[5]++;
        assertArrayEquals(before, (byte[]) back(codec, later));
        assertSame(array, now.bulk().arrays().get(0));
        assertNotSame(array, later.bulk().arrays().get(0));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void aReferenceToWhatDidNotComeIsRefused(FallbackCodec codec) throws Exception {
        Encoded encoded = codec.encode(bytes(100_000), Bulk.Collector.copying());
        for (Bulk wrong : List.of(Bulk.NONE, Bulk.of(List.of(new int[3])))) {
            assertThrows(IOException.class, () -> codec.decode(encoded.codec(), encoded.bytes(), wrong));
        }
        assertThrows(IOException.class, () -> codec.decode(encoded.codec(), encoded.bytes()));
    }

    @Test
    void anAllowListNeedNotNameArrays() throws Exception {
        for (TaskCodec given : List.of(new FstCodec(name -> false), new JdkCodec(name -> false))) {
            FallbackCodec codec = FallbackCodec.preferring(given);
            Object[] arrays = PrimitiveArrays.ofBytes(100_000).toArray();
            Encoded encoded = codec.encode(arrays, Bulk.Collector.copying());
            assertArrayEquals(arrays, (Object[]) back(codec, encoded));
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void partsOfACompoundTravelBesideItAsBytes(FallbackCodec codec) throws Exception {
        byte[] large = bytes(100_000);
        Compound compound = encoder -> {
            var parts = new Parts.Writer(2, Integer.MAX_VALUE, encoder);
            parts.add(large);
            parts.add(new Held(large, 3));
            return parts.toParts();
        };
        Encoded encoded = codec.encode(compound, Bulk.Collector.copying());
        assertEquals(2, encoded.bulk().arrays().size());
        var parts = ((Parts.Opened) back(codec, encoded)).parts();
        assertArrayEquals(large, (byte[]) ((Parts.Value) parts.get(0)).value());
        var held = (Held) ((Parts.Value) parts.get(1)).value();
        assertArrayEquals(large, held.large());
        assertEquals(3, held.number());
    }

    @Test
    void arraysThatAreTooLargeTogetherAreRefusedUncopied() {
        byte[] large = new byte[100 << 20];
        var collector = Bulk.Collector.borrowing();
        var refused = assertThrows(IOException.class, () -> {
            for (int i = 0; i < 21; i++) {
                collector.add(large);
            }
        });
        assertTrue(refused.getMessage().startsWith("it is too large: 2202009600 bytes"), refused.getMessage());
        assertEquals(20, collector.toBulk().arrays().size());
    }
}
