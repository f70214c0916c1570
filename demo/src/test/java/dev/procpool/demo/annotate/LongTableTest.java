package dev.procpool.demo.annotate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LongTableTest {
    @Test
    void numbersKeysInOrderOfFirstSightWhileGrowing() {
        long[] keys = LongStream.generate(new Random(1)::nextLong)
                .filter(key -> key > 0)
                .distinct()
                .limit(10_000)
                .toArray();
        LongTable table = new LongTable(1);
        for (int i = 0; i < keys.length; i++) {
            assertEquals(LongTable.ABSENT, table.find(keys[i]));
            assertEquals(i, table.findOrAdd(keys[i]));
            assertEquals(i, table.findOrAdd(keys[i]));
        }
        assertArrayEquals(keys, table.keysByNumber());
    }

    @Test
    void countsBeyondItsFirstCapacity() {
        LongCounter counter = new LongCounter();
        for (long round = 0; round < 3; round++) {
            LongStream.rangeClosed(1, 10_000).forEach(counter::add);
        }
        assertEquals(3, counter.count(10_000));
        assertEquals(0, counter.count(10_001));
    }

    @Test
    void packedTextComesBack() {
        assertEquals("云，", Packed.text(Packed.of("云，")));
        assertEquals("", Packed.text(Packed.of("")));
    }
}
