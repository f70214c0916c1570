package dev.procpool.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.codec.FstCodec;
import dev.procpool.codec.JdkCodec;
import dev.procpool.testing.Patience;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** A result is kept only if the parent may be unable to decode it, and no longer than until it is asked for. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class RetainedResultsTest {

    private final RetainedResults results = new RetainedResults();

    @Test
    void aGraphInFstIsKeptUntilItIsRemoved() {
        var value = List.of("a");

        assertTrue(results.retain(5, value, FstCodec.WIRE_ID));

        assertSame(value, results.remove(5));
        assertNull(results.remove(5));
    }

    @Test
    void whatJdkSerializationWroteIsNotKept() {
        assertFalse(results.retain(5, List.of("a"), JdkCodec.WIRE_ID));
        assertNull(results.remove(5));
    }

    @Test
    void whatEveryCodecTakesIsNotKept() {
        for (Object plain : Arrays.asList(
                null, "text", 1, 2L, 3.0, 4f, (short) 5, (byte) 6, true, 'c', new int[2], new byte[0], new double[1])) {
            assertFalse(results.retain(5, plain, FstCodec.WIRE_ID), () -> "" + plain);
        }
    }

    @Test
    void whatIsMoreThanAPlainValueIsKept() {
        for (Object graph :
                List.of(new String[0], new int[1][1], new BigDecimal("1.5"), new AtomicLong(1), new Integer[] {1})) {
            assertTrue(results.retain(5, graph, FstCodec.WIRE_ID), graph::toString);
            assertEquals(graph, results.remove(5));
        }
    }
}
