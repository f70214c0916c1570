package dev.procpool.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PartsTest {

    private final FallbackCodec pair = FallbackCodec.preferFst();

    /** Each value a part; those that cannot be encoded are messages with the reason. */
    private record Values(List<?> values, int maxBytes) implements Compound {
        @Override
        public Parts toParts(Encoder encoder) {
            var parts = new Parts.Writer(values.size(), maxBytes, encoder);
            for (Object value : values) {
                try {
                    parts.add(value);
                } catch (IOException e) {
                    parts.addMessage(e.getMessage().getBytes());
                }
            }
            return parts.toParts();
        }
    }

    private static Values values(Object... values) {
        return new Values(Arrays.asList(values), Integer.MAX_VALUE);
    }

    private static Object value(Parts.Part part) {
        return ((Parts.Value) part).value();
    }

    private static String message(Parts.Part part) {
        return new String(((Parts.Message) part).bytes());
    }

    private static List<Parts.Part> sent(FallbackCodec codec, Compound compound) throws Exception {
        var encoded = codec.encode(compound);
        return ((Parts.Opened) codec.decode(encoded.codec(), encoded.bytes())).parts();
    }

    private static FallbackCodec codec(String name) {
        return name.equals("fst") ? FallbackCodec.preferFst() : FallbackCodec.jdkOnly();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fst", "jdk"})
    void partsComeInTheirOrderAndShareNothing(String name) throws Exception {
        var shared = new HashMap<>(Map.of("k", 1));
        var parts = sent(codec(name), values(shared, null, "text", 7, shared, true, 'c'));
        assertEquals(
                Arrays.asList(shared, null, "text", 7, shared, true, 'c'),
                parts.stream().map(PartsTest::value).toList());
        assertNotSame(value(parts.get(0)), value(parts.get(4)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fst", "jdk"})
    void aPartThatCannotBeEncodedTakesNoOtherWithIt(String name) throws Exception {
        var parts = sent(codec(name), values(List.of(1), Thread.currentThread(), List.of(2)));
        assertEquals(List.of(1), value(parts.get(0)));
        assertTrue(message(parts.get(1)).contains("java.lang.Thread is not Serializable"), message(parts.get(1)));
        assertEquals(List.of(2), value(parts.get(2)));
    }

    @Test
    void whatTheCompoundThrowsIsThrown() {
        Compound refuses = encoder -> {
            throw new NotSerializableException("all of it");
        };
        assertThrows(NotSerializableException.class, () -> pair.encode(refuses));
        assertThrows(NotSerializableException.class, () -> pair.encodeWithJdk(refuses));
    }

    @Test
    void whatIsTooLargeWithTheOthersIsRefusedAndASmallOneAfterItIsNot() throws Exception {
        var parts = sent(pair, new Values(List.of(new byte[600], new byte[600], "x".repeat(200), 1), 1_000));
        assertEquals(600, ((byte[]) value(parts.get(0))).length);
        assertTrue(message(parts.get(1)).contains("> max=1000; make the chunk smaller"), message(parts.get(1)));
        assertTrue(message(parts.get(2)).contains("600 bytes after"), message(parts.get(2)));
        assertEquals(1, value(parts.get(3)));
    }

    @Test
    void aPartThatCannotBeDecodedIsThrownUntilJavaSerializationHasFailedToo() throws Exception {
        var compound = values(new Never(), List.of(1));
        var packed = pair.encode(compound);
        assertEquals(PlainCodec.WIRE_ID, packed.codec());
        assertThrows(IOException.class, () -> pair.decode(packed.codec(), packed.bytes()));

        var byJdk = pair.encodeWithJdk(compound);
        assertEquals(JdkCodec.WIRE_ID, byJdk.codec());
        var parts = ((Parts.Opened) pair.decode(byJdk.codec(), byJdk.bytes())).parts();
        var why = assertInstanceOf(Parts.Undecodable.class, parts.get(0)).reason();
        assertTrue(why.toString().contains("never"), why::toString);
        assertEquals(List.of(1), value(parts.get(1)));
    }

    private record Never(int number) implements Serializable {
        Never() {
            this(1);
        }

        Never {
            boolean decoding = StackWalker.getInstance()
                    .walk(frames ->
                            frames.anyMatch(frame -> frame.getMethodName().equals("decode")));
            if (decoding) {
                throw new IllegalStateException("never");
            }
        }
    }

    @Test
    void theClassesOfThePartsAreRememberedAndNotThatOfTheWhole() throws Exception {
        for (int i = 0; i < 3; i++) {
            pair.encodeWithJdk(values(new Point(1)));
        }
        assertEquals(JdkCodec.WIRE_ID, pair.encode(new Point(1)).codec());
        assertEquals(PlainCodec.WIRE_ID, pair.encode(values(new Point(1))).codec());
    }

    private record Point(int x) implements Serializable {}

    @Test
    void anAllowListHoldsForThePartsAndNeedsNoEntryForTheWhole() throws Exception {
        var filtering = FallbackCodec.preferring(new JdkCodec(name -> name.equals(Point.class.getName())));
        var parts = sent(filtering, values(new Point(3), new Never()));
        assertEquals(new Point(3), value(parts.get(0)));
        var why = assertInstanceOf(Parts.Undecodable.class, parts.get(1)).reason();
        assertTrue(why.getMessage().contains(Never.class.getName()), why::getMessage);
    }
}
