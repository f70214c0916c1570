package dev.procpool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.testing.Patience;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** A future keeps what its task has printed, up to a limit, and no longer than the task lasts. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class TaskOutputTest {

    private final TaskFuture<Object> future = new TaskFuture<>(1);

    private void print(String text) {
        future.printed(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aTaskThatPrintsNothingHasAnEmptyOutput() {
        assertEquals("", future.output());
    }

    @Test
    void whatComesIsKeptInItsOrder() {
        print("one\ntwo");
        assertEquals("one\ntwo", future.output());
        print("\u00fc\n");

        assertEquals("one\ntwo\u00fc\n", future.output());
    }

    @Test
    void whatComesAfterTheEndIsNotAdded() {
        print("before\n");
        future.complete(1);
        print("after\n");

        assertEquals("before\n", future.output());
    }

    @Test
    void exactlyAsMuchAsMayBeKeptIsKept() {
        print("x".repeat(TaskOutput.MOST_BYTES));

        assertEquals(TaskOutput.MOST_BYTES, future.output().length());
    }

    @Test
    void ofMoreTheFirstPartIsKeptAndTheRestCounted() {
        String line = "x".repeat(1023) + "\n";
        for (int i = 0; i < 4 * 1024 - 1; i++) {
            print(line);
        }
        print("y".repeat(1022));
        print("\uD83D\uDE00 does not fit\n");
        print("z");

        String output = future.output();
        assertTrue(output.startsWith(line), "the first part is not kept");
        assertEquals("x\ny", output.substring(TaskOutput.MOST_BYTES - 1026, TaskOutput.MOST_BYTES - 1023));
        assertEquals("y\n(19 bytes after this are left out)\n", output.substring(TaskOutput.MOST_BYTES - 3));
    }
}
