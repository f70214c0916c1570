package dev.procpool.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.codec.FallbackCodec;
import dev.procpool.codec.JdkCodec;
import dev.procpool.testing.Patience;
import dev.procpool.wire.Failure;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.Serial;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Whatever a throwable's class does, there is a report of it. */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class FailureReportTest {

    private static final int LIMIT = 1 << 20;

    private final FallbackCodec codec = FallbackCodec.jdkOnly();

    private Failure report(Throwable thrown) {
        return FailureReport.of(Failure.Kind.THREW, thrown, codec, LIMIT);
    }

    private Throwable decoded(Failure failure) throws Exception {
        return (Throwable) codec.decode(failure.codec(), failure.encoded());
    }

    @Test
    void aThrowableTravelsWithItsDescription() throws Exception {
        var thrown = new IllegalStateException("outer", new IOException("inner"));

        Failure failure = report(thrown);

        assertEquals(Failure.Kind.THREW, failure.kind());
        assertEquals("java.lang.IllegalStateException", failure.className());
        assertEquals("outer", failure.message());
        assertTrue(failure.stackTrace().startsWith("java.lang.IllegalStateException: outer\n\tat "));
        assertTrue(failure.stackTrace().contains("Caused by: java.io.IOException: inner"));
        assertEquals(JdkCodec.WIRE_ID, failure.codec());
        assertInstanceOf(IOException.class, decoded(failure).getCause());
    }

    @Test
    void aMissingMessageIsAnEmptyOne() {
        assertEquals("", report(new IllegalStateException()).message());
    }

    @Test
    void aCancelBeforeTheStartSaysNothingElse() {
        Failure failure = Failure.cancelledBeforeStart();

        assertEquals(Failure.Kind.CANCELLED, failure.kind());
        assertEquals("", failure.className() + failure.message() + failure.stackTrace());
        assertEquals(0, failure.encoded().length);
    }

    @Test
    void ourOwnFramesAreCutOffTheBottom() {
        var cause = new IOException("cause");
        var thrown = new IllegalStateException("thrown", cause);
        var user = new StackTraceElement("com.example.Task", "call", "Task.java", 7);
        var ours = new StackTraceElement(TaskRunner.class.getName(), "call", "TaskRunner.java", 99);
        var main = new StackTraceElement(WorkerMain.class.getName(), "main", "WorkerMain.java", 30);
        thrown.setStackTrace(new StackTraceElement[] {user, ours, main});
        cause.setStackTrace(new StackTraceElement[] {user, user, ours, main});

        Failure failure = report(thrown);

        assertEquals(Arrays.asList(user), Arrays.asList(thrown.getStackTrace()));
        assertEquals(Arrays.asList(user, user), Arrays.asList(cause.getStackTrace()));
        assertFalse(failure.stackTrace().contains("TaskRunner"), failure.stackTrace());
    }

    @Test
    void aCircleOfCausesIsReported() throws Exception {
        var first = new IllegalStateException("first");
        var second = new IllegalStateException("second", first);
        first.initCause(second);

        Failure failure = report(first);

        assertEquals("first", failure.message());
        assertTrue(failure.stackTrace().contains("CIRCULAR REFERENCE"), failure.stackTrace());
        Throwable decoded = decoded(failure);
        assertSame(decoded, decoded.getCause().getCause());
    }

    @Test
    void aFieldThatCannotTravelLeavesTheDescription() {
        Failure failure = report(new WithThread("message"));

        assertEquals(0, failure.encoded().length);
        assertEquals(0, failure.codec());
        assertEquals(WithThread.class.getName(), failure.className());
        assertEquals("message", failure.message());
        assertTrue(failure.stackTrace().contains("aFieldThatCannotTravel"), failure.stackTrace());
    }

    @Test
    void aMessageThatThrowsIsReplaced() {
        Failure failure = report(new Hostile(new IllegalStateException("from the accessor")));

        assertEquals("(its getMessage() threw java.lang.IllegalStateException)", failure.message());
        assertEquals(Hostile.class.getName(), failure.className());
    }

    @Test
    void anErrorFromAnAccessorIsNoWorseThanAnException() {
        Failure failure = report(new Hostile(new AssertionError("from the accessor")));

        assertEquals("(its getMessage() threw java.lang.AssertionError)", failure.message());
    }

    @Test
    void accessorsOfTheStackTraceMayThrowOrGiveNothing() {
        for (boolean throwing : new boolean[] {true, false}) {
            Failure failure = report(new WithoutStack(throwing));

            assertEquals(WithoutStack.class.getName(), failure.className());
            assertEquals("message", failure.message());
        }
    }

    @Test
    void aStackTraceThatCannotBeSetIsLeftAsItIs() {
        Failure failure = report(new OddStack(false));

        assertEquals("message", failure.message());
        assertTrue(failure.stackTrace().contains("OddStack"), failure.stackTrace());
    }

    @Test
    void aStackTraceMayLackElements() {
        Failure failure = report(new OddStack(true));

        assertEquals("message", failure.message());
        assertEquals("\tat null\n\tat " + OddStack.OURS + "\n", failure.stackTrace());
    }

    @Test
    void aWriteObjectThatFailsWithAnErrorLeavesTheDescription() {
        Failure failure = report(new FailsToWrite());

        assertEquals(0, failure.encoded().length);
        assertEquals("message", failure.message());
    }

    @Test
    void causesWithoutEndAreReported() {
        Failure failure = report(new EndlessCauses(new int[1]));

        assertEquals("message", failure.message());
    }

    private static final class WithThread extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        @SuppressWarnings("serial") // On purpose.
        private final Object thread = Thread.currentThread();

        WithThread(String message) {
            super(message);
        }
    }

    /** Every accessor throws. */
    private static final class Hostile extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        private final Throwable weapon;

        Hostile(Throwable weapon) {
            this.weapon = weapon;
        }

        private <T> T attack() {
            if (weapon instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) weapon;
        }

        @Override
        public String getMessage() {
            return attack();
        }

        @Override
        public synchronized Throwable getCause() {
            return weapon == null ? null : attack();
        }

        @Override
        public String toString() {
            return attack();
        }
    }

    private static final class WithoutStack extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        private final boolean throwing;

        WithoutStack(boolean throwing) {
            super("message");
            this.throwing = throwing;
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            if (throwing) {
                throw new IllegalStateException("from getStackTrace");
            }
            return null;
        }
    }

    /** Its stack trace begins with nothing, goes on in our code, and cannot be set. */
    private static final class OddStack extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        private static final StackTraceElement OURS =
                new StackTraceElement(TaskRunner.class.getName(), "call", "TaskRunner.java", 99);

        private final boolean printFails;

        OddStack(boolean printFails) {
            super("message");
            this.printFails = printFails;
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            return new StackTraceElement[] {null, OURS};
        }

        @Override
        public void setStackTrace(StackTraceElement[] stack) {
            throw new IllegalStateException("from setStackTrace");
        }

        @Override
        public void printStackTrace(PrintWriter out) {
            if (printFails) {
                throw new IllegalStateException("from printStackTrace");
            }
            super.printStackTrace(out);
        }
    }

    private static final class FailsToWrite extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        FailsToWrite() {
            super("message");
        }

        @Serial
        private void writeObject(ObjectOutputStream out) {
            throw new AssertionError("from writeObject");
        }
    }

    /** Each cause has another. */
    private static final class EndlessCauses extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        private static final int MOST = 100_000;

        private final int[] made;

        EndlessCauses(int[] made) {
            super("message", null, false, false);
            this.made = made;
        }

        @Override
        public synchronized Throwable getCause() {
            if (++made[0] > MOST) {
                throw new AssertionError("asked for " + made[0] + " causes");
            }
            return new EndlessCauses(made);
        }
    }
}
