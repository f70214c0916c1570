package dev.procpool.demo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DurationsTest {

    @Test
    void percentilesAreDurationsThatSoManyDoNotExceed() {
        var durations = new Durations();
        for (int nanos = 2000; nanos >= 1; nanos--) {
            durations.add(nanos);
        }

        assertEquals(1000, durations.medianNanos());
        assertEquals(1980, durations.percentileNanos(99));
        assertEquals(2000, durations.percentileNanos(100));
        assertEquals(2000, durations.count());
        assertEquals(2001 * 1000, durations.totalNanos());
    }

    @Test
    void oneDurationIsEveryPercentile() {
        var durations = new Durations();
        durations.add(7);

        assertEquals(7, durations.medianNanos());
        assertEquals(7, durations.percentileNanos(99));
    }

    @Test
    void repeatsSomeTimesHoweverShortTheTime() throws Exception {
        List<Integer> checked = new ArrayList<>();

        Durations durations = Durations.repeat(0, number -> number * 2, (number, answer) -> {
            assertEquals(2 * number, answer);
            checked.add(number);
        });

        assertEquals(3, durations.count());
        assertEquals(List.of(0, 1, 2), checked);
        assertTrue(durations.totalNanos() >= 0);
    }

    @Test
    void endsAtTheFirstWrongAnswer() {
        var e = assertThrows(
                WrongAnswerException.class,
                () -> Durations.repeat(
                        Long.MAX_VALUE, number -> number == 5 ? -1 : Answers.to(number), Answers::check));

        assertEquals("wrong result of task 5: expected=162, actual=-1", e.getMessage());
    }
}
