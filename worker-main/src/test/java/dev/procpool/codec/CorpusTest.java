package dev.procpool.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of object of the corpus comes back with the same shape and contents, whichever codec takes it. */
@Timeout(120)
class CorpusTest {

    private static final JdkCodec JDK = new JdkCodec();
    private static final FstCodec FST = new FstCodec();
    private static final FallbackCodec PARENT = FallbackCodec.preferFst();
    private static final FallbackCodec WORKER = FallbackCodec.preferFst();
    private static final FallbackCodec JDK_ONLY = FallbackCodec.jdkOnly();

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.procpool.codec.Corpus#names")
    void jdkCodecKeepsTheGraph(String kind) throws Exception {
        Object value = Corpus.make(kind);
        assertSame(value, JDK.decode(JDK.encode(value)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.procpool.codec.Corpus#names")
    void fstCodecKeepsTheGraphOrRefusesIt(String kind) throws Exception {
        Object value = Corpus.make(kind);
        byte[] bytes;
        try {
            bytes = FST.encode(value);
        } catch (IOException refused) {
            return;
        }
        byte[] before = bytes.clone();
        assertSame(value, FST.decode(bytes));
        assertEquals(true, Arrays.equals(before, bytes), "decoding changed its input");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.procpool.codec.Corpus#names")
    void pairKeepsTheGraphThereAndBack(String kind) throws Exception {
        Object value = Corpus.make(kind);
        Object there = send(value, PARENT, WORKER);
        assertSame(value, there);
        assertSame(value, send(there, WORKER, PARENT));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.procpool.codec.Corpus#names")
    void pairKeepsTheGraphWhenOneSideHasJdkOnly(String kind) throws Exception {
        Object value = Corpus.make(kind);
        Object there = send(value, JDK_ONLY, WORKER);
        assertSame(value, there);
        assertSame(value, send(there, WORKER, JDK_ONLY));
    }

    /** As the pool does it: what the other side cannot decode goes again by JDK. */
    private static Object send(Object value, FallbackCodec from, FallbackCodec to) throws Exception {
        var first = from.encode(value);
        try {
            return to.decode(first.codec(), first.bytes());
        } catch (IOException | ClassNotFoundException e) {
            var second = from.encodeWithJdk(value);
            return to.decode(second.codec(), second.bytes());
        }
    }

    private static void assertSame(Object expected, Object actual) {
        if (expected instanceof CorpusTypes.Replaced replaced) {
            expected = new CorpusTypes.Point(replaced.value(), replaced.value());
        }
        assertNull(SameGraph.difference(expected, actual));
    }
}
