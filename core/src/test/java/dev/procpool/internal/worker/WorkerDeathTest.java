package dev.procpool.internal.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procpool.testing.Patience;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** The words for a worker's death, in full. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class WorkerDeathTest {

    @Test
    void aWorkerThatWasKilledAtWork() {
        var death = new WorkerDeath(3, 4711, new ExitStatus(137), true, null, "one\n  two");

        assertEquals("worker 3 (pid 4711) ended with exit code 137 (SIGKILL)", death.describe());
        assertEquals(
                " Somebody killed it; often that is the operating system's out-of-memory killer."
                        + " Last lines of its stderr:\n  one\n    two",
                death.evidence());
    }

    @Test
    void aWorkerThatNeverBecameReady() {
        var death = new WorkerDeath(1, 12, new ExitStatus(1), false, null, "Unrecognized option: -Xnonsense");

        assertEquals("worker 1 (pid 12) ended with exit code 1 before it was ready", death.describe());
        assertEquals(" Last lines of its stderr:\n  Unrecognized option: -Xnonsense", death.evidence());
    }

    @Test
    void aWorkerThatSaidNothing() {
        var death = new WorkerDeath(1, 12, new ExitStatus(3), true, null, "");

        assertEquals("worker 1 (pid 12) ended with exit code 3", death.describe());
        assertEquals(" Its stderr is empty.", death.evidence());
    }

    @Test
    void aWorkerThatSentGarbage() {
        var death = new WorkerDeath(1, 12, new ExitStatus(137), true, new IOException("invalid frame: type=0x48"), "");

        assertEquals(
                "worker 1 (pid 12) ended with exit code 137 (SIGKILL): invalid frame: type=0x48", death.describe());
    }

    @Test
    void wordsThatEndInAPeriodAreNotGivenASecondOne() {
        var refused = new IOException("Could not execute [java] with environment {}.");

        assertEquals(
                "worker 1 could not be started: Could not execute [java] with environment {}",
                new WorkerDeath(1, 0, null, false, refused, "").describe());
        assertEquals(
                "worker 1 (pid 12) ended with exit code 3: Could not execute [java] with environment {}",
                new WorkerDeath(1, 12, new ExitStatus(3), true, refused, "").describe());
    }

    @Test
    void aWorkerThatCouldNotBeStarted() {
        var death = new WorkerDeath(1, 0, null, false, new IOException("No such file or directory"), "");

        assertEquals("worker 1 could not be started: No such file or directory", death.describe());
        assertEquals(" Its stderr is empty.", death.evidence());
    }
}
