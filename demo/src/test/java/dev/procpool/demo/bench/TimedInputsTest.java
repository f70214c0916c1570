package dev.procpool.demo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class TimedInputsTest {

    @Test
    void endsAfterSoManyHoweverMuchTimeIsLeft() {
        var inputs = new TimedInputs(3, Long.MAX_VALUE);
        List<Integer> seen = new ArrayList<>();
        inputs.forEach(seen::add);

        assertEquals(List.of(0, 1, 2), seen);
        assertEquals(3, inputs.count());
        var e = assertThrows(NoSuchElementException.class, inputs::next);
        assertEquals("handed out: 3", e.getMessage());
    }

    @Test
    void endsWithTheTimeHoweverManyAreLeft() {
        var inputs = new TimedInputs(Integer.MAX_VALUE, 0);
        inputs.forEach(number -> {});

        // The clock is looked at now and then only.
        assertEquals(64, inputs.count());
    }
}
