package dev.procpool.conformance;

import static dev.procpool.conformance.Capability.COPIES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.RemoteTaskException;
import dev.procpool.task.RemoteCallable;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** What a task throws is what its future fails with, however odd it is. */
@OnEveryBackend
final class FailureTest extends SharesAPool {

    FailureTest() {
        super(backend -> backend.open(1));
    }

    private Throwable causeOf(RemoteCallable<?> task) throws Exception {
        var failure =
                assertThrows(ExecutionException.class, () -> pool.submit(task).get());
        assertEquals(1, pool.submit(() -> 1).get(), "the pool goes on");
        return failure.getCause();
    }

    @Test
    @Behaviour(2)
    void theTasksOwnExceptionIsTheCauseWithTheStackOfBothSides() throws Exception {
        var cause = assertInstanceOf(IllegalStateException.class, causeOf(() -> Tasks.fail("boom")));
        assertEquals("boom", cause.getMessage());
        String stack = Tasks.stackOf(cause);
        assertTrue(stack.matches("(?s).*Tasks\\.fail\\(Tasks\\.java:\\d+\\).*FailureTest\\..*"), stack);
        if (backend.can(COPIES)) {
            assertTrue(stack.matches("(?s).*procpool\\.submit\\(task \\d+ to pool.*FailureTest\\.causeOf.*"), stack);
            assertFalse(stack.contains("TaskRunner"), stack);
        }
    }

    @Test
    @Behaviour(2)
    void causesAndSuppressedExceptionsComeWithIt() throws Exception {
        var cause = causeOf(() -> {
            var thrown = new IOException("outer", new IllegalArgumentException("inner"));
            thrown.addSuppressed(new TimeoutException("suppressed"));
            throw thrown;
        });
        assertEquals("outer", assertInstanceOf(IOException.class, cause).getMessage());
        assertEquals(
                "inner",
                assertInstanceOf(IllegalArgumentException.class, cause.getCause())
                        .getMessage());
        assertEquals("suppressed", cause.getSuppressed()[0].getMessage());
    }

    @Test
    @Behaviour(2)
    void anErrorIsDeliveredLikeAnException() throws Exception {
        assertInstanceOf(StackOverflowError.class, causeOf(Tasks::overflow));
        assertInstanceOf(AssertionError.class, causeOf(() -> {
            throw new AssertionError("an error");
        }));
    }

    @Test
    @Behaviour(3)
    void anExceptionWithoutAMessageOrWithAnEmptyOneIsDelivered() throws Exception {
        for (String message : new String[] {null, ""}) {
            var cause = causeOf(() -> {
                throw new IllegalStateException(message);
            });
            assertEquals(
                    message,
                    assertInstanceOf(IllegalStateException.class, cause).getMessage());
        }
    }

    /** As actions see them: get makes an ExecutionException, which asks its cause for its text. */
    @Test
    @Behaviour(3)
    void oddExceptionsEndTheirFutureAsTheyAreOrDescribed() throws Exception {
        List<RemoteCallable<Integer>> odd = List.of(
                () -> {
                    throw new Shy();
                },
                () -> {
                    throw new WillNotTravel();
                },
                () -> {
                    throw new CannotTravel("no way");
                });
        List<Class<?>> classes = List.of(Shy.class, WillNotTravel.class, CannotTravel.class);
        for (int i = 0; i < odd.size(); i++) {
            Throwable failure =
                    pool.submit(odd.get(i)).handle((value, thrown) -> thrown).get();
            if (failure instanceof RemoteTaskException described && backend.can(COPIES)) {
                assertEquals(classes.get(i).getName(), described.remoteClassName());
            } else {
                assertInstanceOf(classes.get(i), failure);
            }
            assertEquals(1, pool.submit(() -> 1).get(), "the pool goes on");
        }
    }

    /** Will not show anything of itself. */
    private static final class Shy extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            throw new IllegalStateException("no stack");
        }

        @Override
        public String toString() {
            throw new IllegalStateException("no text");
        }
    }

    private static final class WillNotTravel extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private void writeObject(ObjectOutputStream out) {
            throw new IllegalStateException("not me");
        }
    }

    private static final class CannotTravel extends Exception {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial")
        private final Object thread = Thread.currentThread();

        CannotTravel(String message) {
            super(message);
        }
    }

    @Test
    @Behaviour(3)
    void anExceptionThatCannotTravelIsDescribedByClassMessageAndStack() throws Exception {
        var cause = causeOf(() -> {
            throw new CannotTravel("no way");
        });
        if (backend.can(COPIES)) {
            var described = assertInstanceOf(RemoteTaskException.class, cause);
            assertEquals(CannotTravel.class.getName(), described.remoteClassName());
            assertTrue(described.getMessage().contains("no way"), described.getMessage());
            assertTrue(described.remoteStackTrace().contains("FailureTest"), described.remoteStackTrace());
        } else {
            assertEquals("no way", assertInstanceOf(CannotTravel.class, cause).getMessage());
        }
    }

    @Test
    @Behaviour(3)
    void exceptionsThatMeanSomethingToFuturesArriveAsTheyAre() {
        for (RuntimeException thrown : List.of(
                new CancellationException("mine"),
                new CompletionException("mine", new IOException("inner")),
                new CompletionException("mine", null))) {
            var future = pool.submit(() -> {
                throw thrown;
            });
            Throwable cause =
                    assertThrows(ExecutionException.class, future::get).getCause();
            assertSame(thrown.getClass(), cause.getClass());
            assertEquals("mine", cause.getMessage());
            assertSame(
                    cause, assertThrows(CompletionException.class, future::join).getCause());
            assertFalse(future.isCancelled());
        }
    }

    /** A task's TimeoutException is none of get's. */
    @Test
    @Behaviour(16)
    void aTimeoutThatTheTaskThrowsIsItsFailure() throws Exception {
        var cause = causeOf(() -> {
            throw new TimeoutException("mine");
        });
        assertEquals("mine", assertInstanceOf(TimeoutException.class, cause).getMessage());
        var failure = assertThrows(
                CompletionException.class,
                () -> pool.map(FailureTest::timeOut, List.of(1)).toList());
        assertInstanceOf(TimeoutException.class, failure.getCause());
    }

    private static int timeOut(int input) throws TimeoutException {
        throw new TimeoutException("mine");
    }
}
