package dev.procpool.wire;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class ProgressPaceTest {

    @Test
    void whatComesTooFastIsLeftOutExceptForTheEnd() {
        var pace = new ProgressPace();
        long startNanos = System.nanoTime();
        long passedOn = LongStream.range(0, 100_000)
                .filter(done -> pace.isDue(done, 100_000))
                .count();
        long pauses = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos) / 50;

        assertTrue(passedOn >= 1 && passedOn <= pauses + 1, "passed on: " + passedOn);
        assertTrue(pace.isDue(100_000, 100_000), "the end");
    }
}
