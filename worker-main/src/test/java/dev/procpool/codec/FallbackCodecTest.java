package dev.procpool.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.task.RemoteCallable;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FallbackCodecTest {

    private final FallbackCodec pair = FallbackCodec.preferFst();

    static final class Plain implements Serializable {
        private static final long serialVersionUID = 1;
        int x = 1;
    }

    static final class Custom implements Serializable {
        private static final long serialVersionUID = 1;
        static volatile boolean fail;

        private void writeObject(ObjectOutputStream out) throws IOException {
            if (fail) {
                throw new IllegalStateException("custom code failed");
            }
            out.defaultWriteObject();
        }
    }

    record Holder(Object value) implements Serializable {}

    @Test
    void prefersFst() throws IOException {
        var encoded = pair.encode(new Plain());
        assertEquals(FstCodec.WIRE_ID, encoded.codec());
        assertEquals(0, pair.fallbacks());
    }

    @Test
    void fallsBackToJdkAndCounts() throws Exception {
        var encoded = pair.encode(new Custom());
        assertEquals(JdkCodec.WIRE_ID, encoded.codec());
        assertEquals(1, pair.fallbacks());
        assertEquals(Custom.class, pair.decode(encoded.codec(), encoded.bytes()).getClass());
    }

    @Test
    void remembersARootClassAfterTwoFailuresInARow() throws IOException {
        pair.encode(new Holder(new Custom()));
        assertEquals(FstCodec.WIRE_ID, pair.encode(new Holder(1)).codec(), "one failure is not remembered");
        pair.encode(new Holder(new Custom()));
        pair.encode(new Holder(new Custom()));
        assertEquals(JdkCodec.WIRE_ID, pair.encode(new Holder(1)).codec(), "two are");
        assertEquals(4, pair.fallbacks());
    }

    @Test
    void forgetsFailuresOfTheJdksOwnClasses() throws IOException {
        for (int i = 0; i < 5; i++) {
            pair.encode(new ArrayList<>(List.of(new Custom())));
        }
        assertEquals(FstCodec.WIRE_ID, pair.encode(new ArrayList<>(List.of(1))).codec());
    }

    @Test
    void remembersWhatTheOtherSideCouldNotDecode() throws IOException {
        RemoteCallable<Integer> task = () -> 1;
        assertEquals(JdkCodec.WIRE_ID, pair.encodeWithJdk(task).codec());
        assertEquals(JdkCodec.WIRE_ID, pair.encodeWithJdk(task).codec());
        assertEquals(JdkCodec.WIRE_ID, pair.encode(task).codec());
        assertEquals(3, pair.fallbacks());
    }

    @Test
    void usesJdkForEverythingWhenToldTo() throws Exception {
        var jdkOnly = FallbackCodec.jdkOnly();
        var encoded = jdkOnly.encode(new Plain());
        assertEquals(JdkCodec.WIRE_ID, encoded.codec());
        assertEquals(0, jdkOnly.fallbacks(), "that is no fallback");
        assertEquals(Plain.class, pair.decode(encoded.codec(), encoded.bytes()).getClass());
        var byFst = pair.encode(new Plain());
        var refused = assertThrows(IOException.class, () -> jdkOnly.decode(byFst.codec(), byFst.bytes()));
        assertTrue(refused.getMessage().contains("sent again by encodeWithJdk"), refused.getMessage());
    }

    @Test
    void theAllowListOfThePreferredCodecHoldsForBoth() throws Exception {
        Predicate<String> allowed = name -> name.equals(Plain.class.getName());
        for (TaskCodec preferred : List.of(new FstCodec(allowed), new JdkCodec(allowed))) {
            var filtering = FallbackCodec.preferring(preferred);
            var good = filtering.encode(new Plain());
            assertEquals(preferred.wireId(), good.codec());
            assertEquals(
                    Plain.class, filtering.decode(good.codec(), good.bytes()).getClass());
            var goodByJdk = filtering.encodeWithJdk(new Plain());
            assertEquals(
                    Plain.class,
                    filtering.decode(goodByJdk.codec(), goodByJdk.bytes()).getClass());
            for (var bad : List.of(
                    filtering.encode(new Holder(1)),
                    filtering.encodeWithJdk(new Holder(1)),
                    filtering.encode(new Custom()))) {
                assertThrows(IOException.class, () -> filtering.decode(bad.codec(), bad.bytes()));
            }
        }
    }

    @Test
    void usesTheGivenCodecItself() throws Exception {
        var asked = new ArrayList<String>();
        var given = new FstCodec(asked::add);
        var encoded = pair.encode(new Plain());
        FallbackCodec.preferring(given).decode(encoded.codec(), encoded.bytes());
        assertTrue(asked.contains(Plain.class.getName()), asked::toString);
        asked.clear();
        given.decode(encoded.bytes());
        assertEquals(List.of(), asked, "it keeps the answers");
    }

    @Test
    void refusesUnknownCodecs() {
        var refused = assertThrows(IOException.class, () -> pair.decode((byte) 9, new byte[0]));
        assertEquals("no codec has this id: codec=9, known=1 (JDK), 2 (FST), 3 (plain)", refused.getMessage());
    }

    @Test
    void reportsBothFailures() {
        Custom.fail = true;
        try {
            var failure = assertThrows(IOException.class, () -> pair.encode(new Custom()));
            assertEquals(IllegalStateException.class, failure.getCause().getClass());
            assertEquals(FstRefusal.class, failure.getSuppressed()[0].getClass());
        } finally {
            Custom.fail = false;
        }
    }

    @Test
    void saysThatAGraphIsTooDeepForAnyStack() {
        Object[] chain = null;
        for (int i = 0; i < 12_000_000; i++) {
            chain = new Object[] {chain};
        }
        Object[] deep = chain;
        var failure = assertThrows(IOException.class, () -> pair.encode(deep));
        assertEquals(
                "cannot encode a [Ljava.lang.Object;: the object graph is too deep for the thread's stack; retried with"
                        + " stackMiB=512: overflowed there too. Long chains of linked objects are the usual cause: send"
                        + " them as an array or list",
                failure.getMessage());
    }
}
