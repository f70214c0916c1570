package dev.procpool.demo.stores;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EntriesTest {

    private static final int COUNT = 20_000;

    private final Entries entries = new Entries(COUNT);

    @Test
    void noKeyComesTwiceNorAmongThoseThatAreMissing() {
        var keys = new HashSet<String>();
        for (int number = 0; number < 2 * COUNT; number++) {
            String key = entries.key(number);
            assertTrue(keys.add(key), key);
        }
    }

    @Test
    void keysAreWordsWithDigitsOfEveryLengthFromEightToTwentyFour() {
        var lengths = new HashSet<Integer>();
        for (int number = 0; number < COUNT; number++) {
            String key = entries.key(number);
            assertTrue(key.matches("[a-z]+[0-9]+"), key);
            lengths.add(key.length());
        }
        assertEquals(IntStream.rangeClosed(8, 24).boxed().collect(Collectors.toSet()), lengths);
    }

    @Test
    void noValueIsTheOneThatMeansAbsent() {
        for (int number = 0; number < COUNT; number++) {
            assertTrue(entries.value(number) >= 0, "value of " + number);
        }
    }
}
